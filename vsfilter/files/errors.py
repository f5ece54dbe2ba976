"""What can be wrong with a file of records."""


class RecordFileError(Exception):
    """A file holds something else than records, or a record cannot be written; the message says where."""
