"""The database of the emulator: its engine, its transactions, and records in bulk."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import MetaData, QueuePool, create_engine, event, func, inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from vsfilter.emulator.account_tables import account_tables
from vsfilter.emulator.records import rows
from vsfilter.emulator.tables import ROW, make_collections
from vsfilter.errors import quote
from vsfilter.schema import endpoint as endpoint_of
from vsfilter.schema import endpoints as shipped_endpoints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import URL, Connection, Engine, Index, Table
    from sqlalchemy.engine.interfaces import DBAPIConnection

    from vsfilter.emulator.tables import Collection
    from vsfilter.schema import Endpoint

CHUNK: Final = 5_000
_BEGIN: Final = "vsfilter_begin"
# More threads than the server has, so that none waits for a connection.
_CONNECTIONS: Final = 64
_PATIENCE_SECONDS: Final = 600


class Database:
    """The tables of all endpoints and of the accounts, in SQLite or whatever SQLAlchemy reaches.

    ``url`` is a URL of SQLAlchemy; ``sqlite://`` is a database in memory, which lives until
    `close`. All methods may be called from any thread.
    """

    def __init__(self, url: str = "sqlite://", endpoints: Iterable[Endpoint] | None = None) -> None:
        """Open the database and make the tables that it does not have yet.

        Raises ValueError where it cannot be opened, or holds tables that were made for other properties.
        """
        with _opening():
            where = make_url(url)
            self.in_memory: Final = _in_memory(where)
            self.engine: Final = _engine(where, in_memory=self.in_memory)
        self._writer: Final = self.engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        metadata = MetaData()
        self.account_tables: Final = account_tables(metadata)
        # Whatever else there is, tokens have their collection.
        chosen = shipped_endpoints() if endpoints is None else [*endpoints, endpoint_of("apitokens")]
        self.collections: Final = make_collections(dict.fromkeys(chosen), metadata)
        try:
            with _opening(), self.writing() as connection:
                metadata.create_all(connection)
                _compare(metadata, connection)
        except BaseException:
            self.engine.dispose()
            raise

    @property
    def dialect(self) -> str:
        """The name of the database system."""
        return self.engine.dialect.name

    @property
    def takes_nul(self) -> bool:
        """Whether a text may hold a NUL character."""
        return self.dialect != "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Run what is inside in one transaction, which sees one state of the database."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Run what is inside in one transaction, the only one on SQLite that writes at that time."""
        with self._writer.begin() as connection:
            yield connection

    def insert(
        self,
        endpoint: str,
        records: Iterable[Mapping[str, Any]],
        *,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Insert records, all or none of them, and give their number.

        They are taken from the iterable a few thousand at a time; ``progress`` is called after each
        time with the number so far. A missing key is null. Raises ValueError for an unknown
        endpoint, an unknown property and a value of a wrong type, all named in the message.
        """
        collection = self.collection(endpoint)
        statement = collection.table.insert()
        names = list(collection.properties)
        taken = rows(collection, records, nul=self.takes_nul)
        # Whoever has positions takes tuples, which saves a dict for each record.
        plain = str(statement.compile(self.engine, column_keys=names)) if self.engine.dialect.positional else None
        count = 0
        with self.writing() as connection:
            later: Sequence[Index] = ()
            while chunk := list(islice(taken, CHUNK)):
                if len(chunk) == CHUNK and count == 0:
                    later = self._drop_indexes(connection, collection.table)
                if plain is None:
                    connection.execute(statement, [dict(zip(names, row, strict=True)) for row in chunk])
                else:
                    connection.exec_driver_sql(plain, chunk)
                count += len(chunk)
                if progress is not None:
                    progress(count)
            for index in later:
                index.create(connection)
        return count

    def _drop_indexes(self, connection: Connection, table: Table) -> Sequence[Index]:
        """Drop the indexes of an empty table, to be made anew when it is full, which is much quicker.

        SQLite takes this back, too, where the transaction fails.
        """
        if self.dialect != "sqlite" or connection.execute(select(table.c[ROW]).limit(1)).first() is not None:
            return ()
        indexes = list(table.indexes)
        for index in indexes:
            index.drop(connection)
        return indexes

    def count(self, endpoint: str) -> int:
        """Give the number of records of an endpoint."""
        with self.reading() as connection:
            return connection.execute(select(func.count()).select_from(self.collection(endpoint).table)).scalar_one()

    def clear(self, endpoint: str | None = None) -> None:
        """Delete the records of one endpoint, or of all but ``apitokens``; tokens themselves stay good."""
        names = [name for name in self.collections if name != "apitokens"] if endpoint is None else [endpoint]
        with self.writing() as connection:
            for name in names:
                connection.execute(self.collection(name).table.delete())

    def delete(self, endpoint: str, keys: Iterable[int | str]) -> int:
        """Delete the records that have these ids, and give their number; ValueError for an endpoint without an id."""
        collection = self.collection(endpoint)
        if collection.id is None:
            raise ValueError(f"the records of {quote(endpoint)} have no id")
        table = collection.table
        with self.writing() as connection:
            return connection.execute(table.delete().where(table.c[collection.id.name].in_(list(keys)))).rowcount

    def collection(self, endpoint: str) -> Collection:
        """Give the collection of an endpoint; ValueError where there is none."""
        if endpoint not in self.collections:
            raise ValueError(f"there is no endpoint {quote(str(endpoint))}")
        return self.collections[endpoint]

    def release(self) -> None:
        """Close all connections of a database that is no worse for it; it stays usable."""
        if not self.in_memory:
            self.engine.dispose()

    def close(self) -> None:
        """Close all connections; a database in memory is gone."""
        self.engine.dispose()


@contextmanager
def _opening() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, ImportError) as error:
        # Only the first line: the others hold statements and links.
        raise ValueError(f"cannot open the database: {str(error).splitlines()[0]}") from None


def _in_memory(url: URL) -> bool:
    memory = url.database in {None, "", ":memory:"} or url.query.get("mode") == "memory"
    return url.get_backend_name() == "sqlite" and memory


def _engine(url: URL, *, in_memory: bool) -> Engine:
    # Parameters are passwords, tokens and telephone numbers, which belong in no message.
    options: dict[str, Any] = {"hide_parameters": True, "poolclass": QueuePool, "pool_timeout": _PATIENCE_SECONDS}
    # A database in memory is its connection: there is one, and whoever wants it waits for it.
    options |= {"pool_size": 1, "max_overflow": 0} if in_memory else {"pool_size": 8, "max_overflow": _CONNECTIONS - 8}
    if url.get_backend_name() != "sqlite":
        return create_engine(url, **options)
    options["connect_args"] = {"check_same_thread": False, "timeout": _PATIENCE_SECONDS}
    engine = create_engine(url, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: object) -> None:
    # Python's driver would begin transactions where it sees fit; `_begin_sqlite` does it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def _compare(metadata: MetaData, connection: Connection) -> None:
    there = inspect(connection)
    for table in metadata.sorted_tables:
        found = Counter(column["name"] for column in there.get_columns(table.name))
        if found != Counter(table.columns.keys()):
            raise ValueError(f"the database has a table {quote(table.name)} of other columns; take another database")
