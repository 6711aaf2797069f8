import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type pg from 'pg';

type SchemaEngine = engineBindings.SchemaEngine;

/** The engine's view of `prisma/migrations`, newest last. */
export interface MigrationHistory {
  readonly baseDir: string;
  readonly lockfile: { path: string; content: string };
  readonly shadowDbInitScript: string;
  readonly migrationDirectories: {
    path: string;
    migrationFile: { path: string; content: { tag: 'ok'; value: string } };
  }[];
}

export const NO_EXTERNAL_TABLES = { externalTables: [], externalEnums: [] };

let loading: Promise<void> | undefined;

/**
 * Prisma's schema engine as WebAssembly. The native one is fetched at install time from a host that an
 * air-gapped machine does not reach; this one ships inside npm and writes the same history.
 */
async function loadEngine(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await readFile(path.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, {
    './schema_engine_bg.js': importsOfEngine(),
  });
  // Where the engine leaves the message of a panic before it traps.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        throw new Error(`Prisma's schema engine: ${message}`);
      },
    },
  });
  engineBindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

/**
 * What the engine imports. It guards its lock with a timer of ten seconds that it never clears: that timer must
 * not keep a process alive which is done.
 */
function importsOfEngine(): WebAssembly.ModuleImports {
  const imports = { ...engineBindings } as unknown as WebAssembly.ModuleImports;
  for (const name of Object.keys(imports)) {
    if (!name.startsWith('__wbg_setTimeout_')) continue;
    imports[name] = (callback: () => void, ms: number) => setTimeout(callback, ms).unref();
  }
  return imports;
}

/** Object ids of PostgreSQL's internal one-byte `"char"` and of `text`. */
const CHAR_OID = 18;
const TEXT_OID = 25;

/**
 * Two things differ from the plain adapter. It refuses columns of the internal type `"char"`, which the
 * engine reads when it describes a schema: they pass through it as text and are named again behind it. And
 * its shadow database would be the very database of the connection string: diffs therefore run on an empty
 * scratch database.
 */
function migrationAdapter(
  databaseUrl: string,
  opened: SqlDriverAdapter[],
): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg({ connectionString: databaseUrl, max: 1 });
  const connect = async () => {
    const adapter = await factory.connect();
    opened.push(adapter);
    // The engine closes its shadow database itself, and a pool must not be closed twice.
    const dispose = adapter.dispose.bind(adapter);
    let disposed: Promise<void> | undefined;
    adapter.dispose = () => {
      disposed ??= dispose();
      return disposed;
    };
    let charColumns: readonly boolean[] = [];
    adapter.underlyingDriver().on('connect', (client: pg.Client) => {
      client.connection.prependListener('rowDescription', ({ fields }: { fields: pg.FieldDef[] }) => {
        charColumns = fields.map((field) => field.dataTypeID === CHAR_OID);
        for (const field of fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
      });
    });
    // The plain adapter cuts a script at every semicolon, those inside of functions too. PostgreSQL reads the
    // whole, as it does from Prisma's native engine.
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type, i) =>
        charColumns[i] ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect,
    connectToShadowDb: connect,
  };
}

/** Runs `work` with the engine on a database. `schema` is the datamodel for diffs, if any. */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  work: (engine: SchemaEngine) => Promise<T>,
  schema?: string,
): Promise<T> {
  loading ??= loadEngine();
  await loading;
  const opened: SqlDriverAdapter[] = [];
  const adapter = bindMigrationAwareSqlAdapterFactory(migrationAdapter(databaseUrl, opened));
  const datamodels: [string, string][] | undefined = schema ? [['schema.prisma', schema]] : undefined;
  const engine = await engineBindings.SchemaEngine.new({ datamodels }, () => undefined, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
    // The engine does not close what it opened, and an open pool keeps the process alive.
    await Promise.all(opened.map((connection) => connection.dispose()));
  }
}

export async function readMigrationHistory(directory: string): Promise<MigrationHistory> {
  const names = (await readdir(directory, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: directory,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(directory, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}
