"""The encrypted library: schema, migrations, keys, worker."""
