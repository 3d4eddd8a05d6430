import {
  type KyselyPlugin,
  OperationNodeTransformer,
  type ReferenceNode,
  SelectAllNode,
  TableNode,
  WithSchemaPlugin,
} from "kysely";

/** SQLite takes no schema in `orders.*`, which means the table of that name in FROM in any case. */
class StarsWithoutSchema extends OperationNodeTransformer {
  protected override transformReference(node: ReferenceNode): ReferenceNode {
    const { column, table } = node;
    return SelectAllNode.is(column) && table?.table.schema !== undefined
      ? { ...node, table: TableNode.create(table.table.identifier.name) }
      : super.transformReference(node);
  }
}

const stars = new StarsWithoutSchema();

/** Names tables by their schema, and so means them and not the views that hold policies before them. */
export const pastPolicies: readonly KyselyPlugin[] = [
  new WithSchemaPlugin("main"),
  {
    transformQuery: ({ node }) => stars.transformNode(node),
    transformResult: ({ result }) => Promise.resolve(result),
  },
];
