"""Tables and pairs from files: what is read, and the one sentence for what cannot be."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

import contextures as cx
from contextures.contexts.reading import pair_columns, read_pairs, read_table
from contextures.errors import InputError
from contextures.reading.options import Reading


@pytest.fixture
def write(tmp_path):
    def write(content, name="file.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


NUMBERS = [[1, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize(
    ("content", "rows", "columns"),
    [
        ("row,a,b,c\nx,1,2,3\ny,4,5,6\n", ("x", "y"), ("a", "b", "c")),
        ("colour,a,b,c\nx,1,2,3\ny,4,5,6\n", ("x", "y"), ("a", "b", "c")),
        (",a,b,c\n1,1,2,3\n2,4,5,6\n", ("1", "2"), ("a", "b", "c")),
        ("Row,2019,2020,2021\nx,1,2,3\ny,4,5,6\n", ("x", "y"), ("2019", "2020", "2021")),
        ("a,b,c\nx,1,2,3\ny,4,5,6\n", ("x", "y"), ("a", "b", "c")),
        ("1,2,3\n4,5,6\n", (0, 1), (0, 1, 2)),
        ("1,2,3\r\n\r\n 4 ,5.0,6e0\r\n", (0, 1), (0, 1, 2)),
        ('row,"a, one",b,c\n"x\ny",1,2,3\nz,4,5,6', ("x\ny", "z"), ("a, one", "b", "c")),
        ("row;a;b;c\nx;1;2;3\ny;4;5;6\n", ("x", "y"), ("a", "b", "c")),
        ("row\ta\tb\tc\nx\t1\t2\t3\ny\t4\t5\t6\n", ("x", "y"), ("a", "b", "c")),
        ("\ufeffrow,é,b,c\nx,1,2,3\ny,4,5,6\n", ("x", "y"), ("é", "b", "c")),
    ],
)
def test_tables(write, content, rows, columns):
    context = read_table(write(content))
    np.testing.assert_array_equal(context.counts, NUMBERS)
    assert (context.row_labels, context.column_labels) == (rows, columns)


def test_the_suffix_tsv_means_tabs(write):
    context = read_table(write("row\ta,b\tc\nx\t1\t2\n", "file.tsv"))
    assert context.column_labels == ("a,b", "c")


def test_gzipped_files(write):
    content = b"row\ta\tb\tc\nx\t1\t2\t3\ny\t4\t5\t6\n"
    np.testing.assert_array_equal(read_table(write(gzip.compress(content), "file.tsv.gz")).counts, NUMBERS)


def test_a_joint_pmf_has_no_counts(write):
    context = read_table(write("0.25,0.25\n0.5,0\n"))
    assert context.counts is None
    np.testing.assert_array_equal(context.joint, [[0.25, 0.25], [0.5, 0]])


def test_zero_rows_and_columns_are_dropped(write):
    context = read_table(write("row,a,b\nx,1,0\ny,0,0\n"))
    assert (context.dropped_rows, context.dropped_columns) == (("y",), ("b",))


def test_pairs(write):
    context = read_pairs(write("x,a\nu,1\nv,2\nu,1\nu,2\n"))
    np.testing.assert_array_equal(context.counts, [[2, 1], [0, 1]])
    assert (context.row_labels, context.column_labels) == (("u", "v"), ("1", "2"))


def test_pairs_with_counts(write):
    context = read_pairs(write("x\ta\tn\nu\t1\t3\nv\t2\t0\nv\t1\t2\n", "pairs.tsv"))
    np.testing.assert_array_equal(context.counts, [[3], [2]])
    assert context.dropped_columns == ("2",)


FAULTS = [
    (b"", "is empty; a table or a list of pairs is right"),
    (b"\n , \n", "is empty"),
    (b"\x89PNG\r\n\x1a\n\xff\xfe", "is not text in UTF-8; comma- or tab-separated values are right"),
    ("row,a\nx,é\n".encode("latin-1"), "is not text in UTF-8"),
    (b"row,a\0\nx,1\n", "is a binary file"),
    (gzip.compress(b"row,a,b\nx,1,2\n" * 50, mtime=0)[:-9], "is not a whole gzip file"),
    (b"\x1f\x8bnothing", "is not a whole gzip file"),
    ('row,a\n"x,1\n', "line 2: unexpected end of data; comma- or tab-separated values are right"),
]


@pytest.mark.parametrize("read", [read_table, read_pairs])
@pytest.mark.parametrize(("content", "message"), FAULTS)
def test_files_that_are_no_lists_of_values(write, read, content, message):
    assert_refused(read, write(content), message)


@pytest.mark.parametrize("read", [read_table, read_pairs])
def test_files_that_are_not_there(tmp_path, read):
    assert_refused(read, tmp_path / "missing.csv", r"missing\.csv cannot be read \(no such file or directory\)")
    assert_refused(read, tmp_path, r"cannot be read \(is a directory\); the path of a CSV or TSV file is right")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("row,a,b\nx,1,2\n\ny,3\n", "line 4 has 2 cells; 3, as in the first line, are right"),
        ("1,2\n3,4,5\n", "line 2 has 3 cells; 2, as in the first line, are right"),
        ("row,a,b\nx,1,2\ny,3,four\n", "line 3, column 3 is 'four'; a finite number ≥ 0 is right"),
        ("row,a,b\nx,1,-2\n", "line 2, column 3 is '-2'"),
        ("row,a,b\nx,,2\n", "line 2, column 2 is ''"),
        ("row,a,b\nx,nan,2\n", "line 2, column 2 is 'nan'"),
        ("row,a,b\nx,1,inf\n", "line 2, column 3 is 'inf'"),
        ("row,a,b\nx,1_000,2\n", "line 2, column 2 is '1_000'"),
        ("1,2\nx,4\n", "line 2, column 1 is 'x'"),
        ("row;a;b\nx;1,5;2.5\ny;2,5;3,5\n", "'1,5' beside decimal points or thousands; one decimal mark is right"),
        ("a,b,c\n1,2,3\n4,5,6\n", "first column, 'a', holds 1, 4: labels of rows or values; index a or no_index says"),
        ("row,a,b\n", "holds a line of labels only; a table needs at least one line of numbers"),
        ("row\nx\ny\n", "holds a column of labels only; a table needs at least one column of numbers"),
        ("x,1,2\ny,3,4\n", "line 1: 'x' before numbers is a row label or a corner cell"),
        ("row,a,b\nx,0,0\n", "the entries sum to 0"),
    ],
)
def test_tables_that_cannot_be_used(write, content, message):
    assert_refused(read_table, write(content), message)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("x\nu\n", r"line 1: 1 columns; two \(x, a\) or three \(x, a, count\) are right"),
        ("x,a,n,m\nu,v,1,2\n", "line 1: 4 columns"),
        ("x,a\n", "holds a header only; at least one pair is needed, or no_header says that it is a pair"),
        ("a,b\nb,c\nc,a\nc,d\n", "line 1 may hold the names of the columns or a pair: 'a' and 'b' stand further do"),
        ("a,b\nb,c\nc,d\n", "or a pair: 'b' stands further down too; header or no_header says which"),
        ("a,a\nb,c\n", "or a pair: 'a' stands there twice; header or no_header says which"),
        ("x,a\nu,v\nu\n", "line 3 has 1 cells; 2, as in the first line, are right"),
        ("x,a\nu,v\nu, \n", "line 3, column 2 is empty; drop missing observations first"),
        ("x,a,n\nu,v,1\nu,w,many\n", "line 3, column 3 is 'many'"),
        ("x,a,n\nu,v,-1\n", "line 2, column 3 is '-1'"),
        ("x,a,n\nu,v,0\n", "the entries sum to 0"),
        ("u,v,3\nu,w,1\n", "line 1: '3' is a number; the first line must name the columns"),
    ],
)
def test_pairs_that_cannot_be_used(write, content, message):
    assert_refused(read_pairs, write(content), message)


@pytest.mark.parametrize("content", ["a,b\nb,c\n", "a,b\n", "a,a\n", "a,a\nb,a\n"])
def test_a_first_pair_that_might_be_names_is_one_where_that_is_said(write, content):
    path = write(content)
    pairs = [line.split(",") for line in content.split()]
    first, second, counts, _ = pair_columns(path, Reading(header=False))
    assert ([first, second], counts) == (list(map(list, zip(*pairs, strict=True))), None)
    assert cx.spectrum(path, "pairs", reading={"header": False}).context.n_x == len(set(first))


def test_names_that_are_labels_further_down_are_names_where_that_is_said_or_weights_stand_below(write):
    assert pair_columns(write("a,b\nb,c\nc,d\n"), Reading(header=True))[0] == ["b", "c"]
    assert pair_columns(write("a,b,w\nb,c,1\nc,a,2\n"))[2] == [1, 2]


def assert_refused(read, path, message):
    with pytest.raises(InputError, match=message) as caught:
        read(path)
    assert "\n" not in str(caught.value)
