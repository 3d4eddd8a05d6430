import {
  OperationNodeTransformer,
  type QueryExecutor,
  type ReferenceNode,
  type RootOperationNode,
  SelectAllNode,
  TableNode,
  WithSchemaPlugin,
} from "kysely";

type QueryId = Parameters<QueryExecutor["compileQuery"]>[1];

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

const schema = new WithSchemaPlugin("main");

/** Names tables by their schema, and so means them and not the views that hold policies before them. */
export function namePastPolicies<N extends RootOperationNode>(node: N, queryId: QueryId): N {
  return stars.transformNode(schema.transformQuery({ node, queryId })) as N;
}
