"""Encodings: found by their marks, their validity, or by which decoding reads as a language; shown to the reader."""

import codecs
import io
import unicodedata

import pytest

from salaries.importers.reading import Limits, UnreadableFile, open_table
from salaries.importers.reading.encodings import in_words

RUSSIAN = "Город;Должность;Оклад\nМосква;Разработчик;150000\nСанкт-Петербург;Аналитик;120000\n"
UKRAINIAN = "місто;посада;оклад\nКиїв;інженер;100\nХарків;аналітик;200\nЛьвів;розробник;300\n"
POLISH = "miasto;stanowisko;płaca\nŁódź;programista;12000\nKraków;inżynier;13000\nGdańsk;tester;9000\n"
CZECH = "Město;Pozice;Mzda\nPlzeň;Vývojář;80000\nČeské Budějovice;Účetní;45000\nBrno;Analytik;70000\n"
HUNGARIAN = "Város;Fizetés\nGyőr;100\nSzékesfehérvár;200\nNyíregyháza;300\n"
ROMANIAN = "Oraș;Salariu\nBrăila;1\nConstanța;2\nTârgu Mureș;3\n".replace("ș", "ş").replace("ț", "ţ")
GERMAN = "Stadt;Beruf;Gehalt\nMünchen;Softwareentwickler;60.000\nKöln;Geschäftsführer;90.000\nGießen;Prüfer;1\n"
EURO = "Stadt;Gehalt\nMünchen;60.000 €\nKöln;„viel“\n"
FRENCH = "Ville,Métier,Salaire\nSaint-Étienne,Développeur,40000\nOrléans,Ingénieur,45000\n"
SPANISH = "Ciudad,Puesto\nMálaga,Diseñador\nCórdoba,Programador\nA Coruña,Técnico\n"
PORTUGUESE = "Cidade,Cargo\nSão Paulo,Gerente de produção\nBrasília,Técnico\n"
GREEK = "Πόλη;Μισθός\nΑθήνα;1000\nΘεσσαλονίκη;900\n"
TURKISH = "Şehir;Maaş\nİstanbul;1000\nİzmir;900\nDiyarbakır;800\nMuğla;1\n"
ARABIC = "مدينة,راتب\nالقاهرة,1000\nالإسكندرية,900\n"
JAPANESE = "都市,給与\n東京,500万円\n大阪,450万円\nエンジニア,1\n"
KOREAN = "도시,급여\n서울특별시,5000만원\n부산광역시,4500만원\n소프트웨어 엔지니어,1\n"
CHINESE = "城市,薪资\n北京,1.5万\n上海,2万\n深圳,软件工程师\n"
TAIWANESE = "城市,薪資\n台北,60000\n高雄,50000\n新竹,軟體工程師\n"
THAI = "เมือง,เงินเดือน\nกรุงเทพมหานคร,50000\nเชียงใหม่,30000\n"
# Windows-1258 writes most tones as marks of their own behind the vowel.
VIETNAMESE = "".join(
    letter if letter in "ăâđêôơưĐà" else unicodedata.normalize("NFD", letter)
    for letter in "th\u00e0nh ph\u00f4\u0301,l\u01b0\u01a1ng\nHải Phòng,1\nHà N\u00f4\u0323i,9\nĐà N\u0103\u0303ng,8\n"
)


def table_of(content: bytes, **options):
    return open_table(io.BytesIO(content), name="pay.csv", **options)


def text_of(content: bytes, **options) -> tuple[str, list[list[str]]]:
    with table_of(content, **options) as table:
        return table.encoding, [table.columns, *(cells for _, cells in table.rows())]


def cells_of(text: str) -> list[list[str]]:
    delimiter = ";" if ";" in text else ","
    return [line.split(delimiter) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "windows-1251"),
        (UKRAINIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (POLISH, "windows-1250"),
        (CZECH, "windows-1250"),
        (HUNGARIAN, "windows-1250"),
        (ROMANIAN, "windows-1250"),
        (POLISH, "iso-8859-2"),
        (GERMAN, "windows-1252"),
        (EURO, "windows-1252"),
        (FRENCH, "windows-1252"),
        (SPANISH, "windows-1252"),
        (PORTUGUESE, "windows-1252"),
        (GREEK, "windows-1253"),
        (TURKISH, "windows-1254"),
        (ARABIC, "windows-1256"),
        (VIETNAMESE, "windows-1258"),
        (JAPANESE, "cp932"),
        (KOREAN, "cp949"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (THAI, "cp874"),
    ],
)
def test_older_encodings_are_found(text, encoding):
    assert text_of(text.encode(encoding)) == (encoding, cells_of(text))


@pytest.mark.parametrize("text", [GERMAN, FRENCH, SPANISH, PORTUGUESE])
def test_latin_1_comes_out_right_as_its_superset(text):
    assert text_of(text.encode("latin-1")) == ("windows-1252", cells_of(text))


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-8"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("text", [RUSSIAN, GERMAN, CHINESE])
def test_unicode_is_found_with_and_without_its_mark(text, mark, encoding):
    assert text_of(mark + text.encode(encoding)) == (encoding, cells_of(text))


def test_the_encoding_is_shown():
    with table_of(POLISH.encode("cp1250")) as table:
        assert table.format == "CSV, semicolons, Windows-1250"
    with table_of(codecs.BOM_UTF16_LE + "a\tb\n1\t2\n".encode("utf-16-le")) as table:
        assert table.format == "TSV, UTF-16"
    assert in_words("mac_roman") == "mac_roman"


def test_a_named_encoding_is_taken():
    assert text_of("city,pay\nŁódź,1\n".encode("cp852"), encoding="cp852") == (
        "cp852",
        [["city", "pay"], ["Łódź", "1"]],
    )


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "base64", "idna", "unicode_escape", "undefined", "a\0b", "é"])
def test_an_unknown_encoding_is_refused(encoding):
    with pytest.raises(UnreadableFile, match="encoding"):
        table_of(b"a,b\n1,2\n", encoding=encoding)


def test_the_first_accents_may_stand_far_below():
    text = "city;pay\n" + "Brno;1\n" * 100_000 + "Plzeň;2\nČeské Budějovice;3\n"
    encoding, cells = text_of(text.encode("cp1250"))
    assert (encoding, cells[-2:]) == ("windows-1250", [["Plzeň", "2"], ["České Budějovice", "3"]])


def test_a_broken_byte_in_utf_8_is_refused_with_its_row():
    """The rest is plainly UTF-8: to read it as something else would spoil every accent."""
    content = ("city;pay\n" + "Łódź;1\n" * 20).encode() + b"Krak\xf3w;2\n"
    with pytest.raises(UnreadableFile, match=r"^pay.csv, row 22: the byte 0xF3 cannot be read as utf-8.$"):
        text_of(content)


def test_a_broken_byte_far_below_is_refused_with_its_row():
    content = ('city,pay\n"Łódź\nbis",1\n' * 1 + "Łódź,1\n" * 100_000).encode() + b"\xff,2\n"
    with pytest.raises(UnreadableFile, match=r"row 100003: the byte 0xFF"):
        text_of(content)


def test_utf_16_that_ends_within_a_character_is_refused():
    with pytest.raises(UnreadableFile, match=r"row 4: .* cannot be read as utf-16-le"):
        text_of(codecs.BOM_UTF16_LE + "a,b\n1,2\n3,4\n".encode("utf-16-le") + b"5")


@pytest.mark.parametrize("block", range(1, 9))
def test_characters_across_blocks_are_whole(block):
    text = "stadt,land\nMünchen,東京\n🙂,x\n"
    assert text_of(text.encode(), limits=Limits(line_bytes=block + 8))[1] == cells_of(text)
