import type { Node } from "oxc-parser";

import { keyName, unwrap } from "../../check/source/syntax.ts";
import type { Written } from "./written.ts";
import type { FrontEnd } from "./front-end.ts";
import { isCalling } from "./known-libraries.ts";
import { nodesAround } from "./nodes-around.ts";
import type { Origin } from "./origin.ts";
import { topLevelNames } from "./top-level-names.ts";

/** Where a parameter comes from that no caller is known of: by what it is without one, by its type or its name. */
export function parameterOrigin(
  frontEnd: FrontEnd,
  parameter: Written,
  originOf: (node: Node) => Origin | undefined,
): Origin | undefined {
  const { file, node } = parameter;
  const [around] = nodesAround(file, node);
  if (around?.type === "AssignmentPattern" && around.left === node) {
    const fallback = originOf(around.right);
    if (fallback !== undefined) return fallback;
  }
  const typed = typedBy(frontEnd, parameter);
  if (typed !== undefined) return typed;
  // What frameworks give to those who load a page's data: `load({ fetch })`.
  return node.type === "Identifier" && node.name === "fetch"
    ? { path: ["fetch"], made: [], members: [] }
    : undefined;
}

/** Types of what calls, and not of what an answer holds. */
const clients =
  /(?:Client|Instance|Static|Agent|Got|Fetch|Pool|Connection|Database|Sql|Redis)$|^(?:Axios|OpenAI|Anthropic|Stripe|Groq|Mistral|Twilio|Resend|GoogleGenAI|Db)$/;

/** Where something comes from that is only known by its type: `(db: SupabaseClient) => …`, `{ api }: Props`. */
export function typedBy(frontEnd: FrontEnd, written: Written): Origin | undefined {
  const { file, node, given } = written;
  const type = typeOf(written);
  if (type?.type !== "TSTypeReference") return undefined;
  const name = type.typeName;
  const id = name.type === "Identifier" ? topLevelNames(file).get(name.name) : undefined;
  const declaration = id && file.declarationAt(id);
  if (declaration?.kind !== "import" || !isCalling(declaration.specifier)) return undefined;
  const { imported } = declaration;
  if (!clients.test(imported === "default" ? declaration.name : imported)) return undefined;
  if (frontEnd.findFile(file.path, declaration.specifier) !== undefined) return undefined;
  const { start, end } = node;
  const made = { type: "NewExpression", callee: node, arguments: [], start, end } as unknown;
  return {
    path: [declaration.specifier, "create"],
    made: [{ file, node: made as Extract<Node, { type: "NewExpression" }>, given, members: [] }],
    members: [],
    isTyped: true,
  };
}

/** The type that is written beside a name, or beside the object that it is taken from. */
function typeOf({ file, node }: Written): Node | undefined {
  if (node.type !== "Identifier") return undefined;
  if (node.typeAnnotation) return plain(node.typeAnnotation.typeAnnotation);
  const around = nodesAround(file, node);
  const property = around.find((each) => each.type === "Property");
  const pattern = around.find((each) => each.type === "ObjectPattern");
  if (property === undefined || !pattern?.typeAnnotation) return undefined;
  const name = keyName(property.key, property.computed);
  const members = membersOf(file, plain(pattern.typeAnnotation.typeAnnotation));
  const member = members.find(
    (each) => each.type === "TSPropertySignature" && keyName(each.key, each.computed) === name,
  );
  return member?.type === "TSPropertySignature" && member.typeAnnotation
    ? plain(member.typeAnnotation.typeAnnotation)
    : undefined;
}

function membersOf(file: Written["file"], type: Node): readonly Node[] {
  if (type.type === "TSTypeLiteral") return type.members;
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return [];
  const { name } = type.typeName;
  for (const statement of file.program.body) {
    const declared =
      statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared?.type === "TSInterfaceDeclaration" && declared.id.name === name)
      return declared.body.body;
    if (declared?.type === "TSTypeAliasDeclaration" && declared.id.name === name)
      return membersOf(file, plain(declared.typeAnnotation));
  }
  return [];
}

/** `SupabaseClient | null` and `Readonly<Props>` are what they hold. */
function plain(type: Node): Node {
  if (type.type === "TSUnionType")
    return type.types.find((each) => each.type === "TSTypeReference") ?? type;
  if (type.type === "TSTypeReference" && type.typeName.type === "Identifier")
    if (/^(?:Readonly|Partial|Required|Pick|Omit|NonNullable)$/.test(type.typeName.name))
      return type.typeArguments?.params[0] ?? type;
  return unwrap(type);
}
