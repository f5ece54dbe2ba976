"""Records in files: read and written one by one, so that a file of any size passes through little memory."""

from vsfilter.files.errors import RecordFileError
from vsfilter.files.reading import INPUT_FORMATS, format_of, read_records
from vsfilter.files.writing import OUTPUT_FORMATS, write_records

__all__ = ["INPUT_FORMATS", "OUTPUT_FORMATS", "RecordFileError", "format_of", "read_records", "write_records"]
