/** Methods of Node's database libraries that make a round trip. */
import type { QueryMethods } from "./vocabulary.js";

const words = (text: string): readonly string[] => text.split(" ");

const MODEL_READS =
  "aggregate count countDocuments distinct estimatedDocumentCount exists find findAll findAndCountAll findByIds findById findByPk findOne findOneBy findOneByOrFail findOneOrFail findOrCreate";
const MODEL_WRITES =
  "bulkCreate create deleteMany deleteOne destroy findByIdAndDelete findByIdAndUpdate findOneAndDelete findOneAndReplace findOneAndUpdate increment insertMany replaceOne update updateMany updateOne upsert";
const REPOSITORY_READS =
  "count countBy exist exists existsBy find findAndCount findAndCountBy findBy findByIds findOne findOneBy findOneByOrFail findOneOrFail query";
const REPOSITORY_WRITES = "delete insert remove restore save softDelete softRemove update upsert";

export const ecmaQueries: readonly QueryMethods[] = [
  {
    library: "Prisma",
    receiver: "@prisma/client.PrismaClient",
    runs: words(
      "$queryRaw $queryRawUnsafe aggregate count findFirst findFirstOrThrow findMany findUnique findUniqueOrThrow groupBy",
    ),
    writes: words("$executeRaw $executeRawUnsafe create createMany delete deleteMany update updateMany upsert"),
    builds: [],
  },
  ...words("Repository TreeRepository MongoRepository EntityManager").map((name) => ({
    library: "TypeORM",
    receiver: `typeorm.${name}`,
    runs: words(REPOSITORY_READS),
    writes: words(REPOSITORY_WRITES),
    builds: [],
  })),
  {
    library: "TypeORM",
    receiver: "typeorm.DataSource",
    runs: ["query"],
    writes: [],
    builds: [],
  },
  {
    library: "Sequelize",
    receiver: "sequelize.Model",
    runs: words(MODEL_READS),
    writes: words(MODEL_WRITES),
    builds: [],
  },
  { library: "Sequelize", receiver: "sequelize.Sequelize", runs: ["query"], writes: [], builds: [] },
  {
    library: "Mongoose",
    receiver: "mongoose.Model",
    runs: words(MODEL_READS),
    writes: words(MODEL_WRITES),
    builds: words("lean limit populate select skip sort where exec"),
  },
  {
    library: "MongoDB",
    receiver: "mongodb.Collection",
    runs: words("aggregate countDocuments distinct estimatedDocumentCount find findOne"),
    writes: words(
      "bulkWrite deleteMany deleteOne findOneAndDelete findOneAndReplace findOneAndUpdate insertMany insertOne replaceOne updateMany updateOne",
    ),
    builds: [],
  },
  ...["pg.Pool", "pg.Client", "pg.PoolClient"].map((receiver) => ({
    library: "pg",
    receiver,
    runs: ["query"],
    writes: [],
    builds: [],
  })),
  ...["mysql", "mysql2", "mysql2/promise"]
    .flatMap((module) => [`${module}.createConnection()`, `${module}.createPool()`])
    .map((receiver) => ({ library: "mysql", receiver, runs: words("query execute"), writes: [], builds: [] })),
];
