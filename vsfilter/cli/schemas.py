"""The subcommands that show what is known of endpoints."""

from __future__ import annotations

import json

import click

from vsfilter.cli.arguments import find_endpoint, format_option, schema_option
from vsfilter.cli.reporting import refusals
from vsfilter.cli.tables import endpoint_table, property_table
from vsfilter.schema import endpoint_to_data, endpoints


@click.command("endpoints")
@format_option
def endpoints_command(output_format: str) -> None:
    """List the endpoints that are known."""
    known = endpoints()
    if output_format == "json":
        click.echo(json.dumps([endpoint_to_data(one) for one in known], ensure_ascii=False, indent=1))
    else:
        click.echo(endpoint_table(known))


@click.command()
@click.argument("endpoint")
@schema_option
@format_option
def schema(endpoint: str, schema_file: str | None, output_format: str) -> None:
    """List the properties of ENDPOINT, with what is known of filtering on each."""
    as_json = output_format == "json"
    with refusals(as_json=as_json):
        found = find_endpoint(endpoint, schema_file)
        click.echo(
            json.dumps(endpoint_to_data(found), ensure_ascii=False, indent=1) if as_json else property_table(found)
        )
