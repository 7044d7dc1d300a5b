/** The methods of Python's object-relational mappers and of DB-API. */
import type { QueryMethods } from "./vocabulary.js";

const words = (list: string): readonly string[] => (list === "" ? [] : list.split(" "));
/** Each name, and Django's async variant of it. */
const withAsync = (list: string): readonly string[] => words(list).flatMap((name) => [name, `a${name}`]);

export const pythonQueries: readonly QueryMethods[] = [
  {
    library: "Django",
    receiver: "django.QuerySet",
    runs: withAsync("get first last latest earliest count exists aggregate in_bulk contains"),
    writes: withAsync("create get_or_create update_or_create update delete"),
    builds: words(
      "all filter exclude annotate alias order_by reverse distinct select_related prefetch_related defer only using " +
        "select_for_update union intersection difference extra complex_filter iterator none",
    ),
  },
  {
    library: "SQLAlchemy",
    receiver: "sqlalchemy.Session",
    runs: words("execute scalars scalar get get_one refresh"),
    writes: words("commit flush merge"),
    builds: [],
  },
  {
    library: "SQLAlchemy",
    receiver: "sqlalchemy.Query",
    runs: words("all first one one_or_none scalar count get"),
    writes: words("delete update"),
    builds: words(
      "filter filter_by where join outerjoin options order_by group_by having limit offset distinct select_from " +
        "with_for_update execution_options populate_existing yield_per",
    ),
  },
  {
    library: "DB-API",
    receiver: "dbapi.Cursor",
    runs: words("execute callproc"),
    writes: [],
    builds: [],
  },
  {
    library: "DB-API",
    receiver: "dbapi.Connection",
    runs: words("execute"),
    writes: words("commit"),
    builds: [],
  },
  {
    library: "Peewee",
    receiver: "peewee.Model",
    runs: words("get get_or_none get_by_id"),
    writes: words("create get_or_create delete_by_id"),
    builds: [],
  },
  {
    library: "Peewee",
    receiver: "peewee.Query",
    runs: words("get get_or_none first exists count scalar"),
    writes: words("execute"),
    builds: words("where join switch order_by group_by having limit offset distinct paginate"),
  },
];
