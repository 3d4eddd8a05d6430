import { ServeryError } from "../../base/servery-error.ts";

/** One setting of the environment. */
export type Setting = TextSetting | NumberSetting | BooleanSetting;

interface SettingBase {
  /** For people: it stands in the message when the setting is missing. */
  readonly description?: string;
  /** Left out, the setting is `undefined`. Default `false`: without a `default` it must be there. */
  readonly optional?: boolean;
}

interface TextSetting extends SettingBase {
  readonly type: "text" | "url";
  readonly default?: string;
  /** The only values that it may have. */
  readonly oneOf?: readonly string[];
  /** The fewest characters; 32 is a good floor for a secret. */
  readonly minLength?: number;
}

interface NumberSetting extends SettingBase {
  readonly type: "integer" | "number";
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
}

interface BooleanSetting extends SettingBase {
  readonly type: "boolean";
  readonly default?: boolean;
}

/** Settings by the names of their environment variables. */
export type Settings = Readonly<Record<string, Setting>>;

/** The value of a setting. */
export type SettingValue<S extends Setting> = S extends { readonly default: unknown }
  ? PlainValue<S>
  : S extends { readonly optional: true }
    ? PlainValue<S> | undefined
    : PlainValue<S>;

type PlainValue<S extends Setting> = S extends { readonly oneOf: readonly (infer Choice)[] }
  ? Choice
  : S extends NumberSetting
    ? number
    : S extends BooleanSetting
      ? boolean
      : string;

/** A configuration: the settings' values. */
export type Config<S extends Settings> = { readonly [Name in keyof S]: SettingValue<S[Name]> };

/**
 * Reads and checks a configuration. Call it when the program starts: all that is wrong is told at
 * once, and never with a value, for it may be a secret. An empty variable counts as missing.
 *
 * ```ts
 * const config = loadConfig({
 *   STRIPE_KEY: { type: "text", description: "the secret key of Stripe's dashboard" },
 *   CURRENCY: { type: "text", oneOf: ["EUR", "USD"], default: "EUR" },
 * });
 * ```
 * @throws ServeryError `invalid_config`, naming every setting that is missing or wrong.
 */
export function loadConfig<const S extends Settings>(
  settings: S,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config<S> {
  const values: Record<string, unknown> = {};
  const mistakes: string[] = [];
  for (const [name, setting] of Object.entries(settings)) {
    const text = environment[name]?.trim() ?? "";
    const result = text === "" ? toAbsent(setting) : parseSetting(setting, text);
    if ("mistake" in result) mistakes.push(`${name} ${result.mistake}`);
    else values[name] = result.value;
  }
  if (mistakes.length > 0) throw invalidConfig(mistakes);
  return values as Config<S>;
}

type Outcome = { readonly value: unknown } | { readonly mistake: string };

function toAbsent(setting: Setting): Outcome {
  if (setting.default !== undefined || setting.optional === true) return { value: setting.default };
  const what = setting.description === undefined ? "" : `: ${setting.description}`;
  return { mistake: `is missing${what}` };
}

function parseSetting(setting: Setting, text: string): Outcome {
  switch (setting.type) {
    case "boolean":
      return parseBoolean(text);
    case "integer":
    case "number":
      return parseNumber(setting as NumberSetting, text);
    default:
      return parseText(setting as TextSetting, text);
  }
}

function parseBoolean(text: string): Outcome {
  if (/^(?:true|1|yes|on)$/i.test(text)) return { value: true };
  if (/^(?:false|0|no|off)$/i.test(text)) return { value: false };
  return { mistake: `must be "true" or "false"` };
}

function parseNumber({ type, min, max }: NumberSetting, text: string): Outcome {
  const value = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  const right = type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (right && value >= (min ?? -Infinity) && value <= (max ?? Infinity)) return { value };
  const kind = type === "integer" ? "a whole number" : "a number";
  if (min !== undefined && max !== undefined)
    return { mistake: `must be ${kind} from ${min} to ${max}` };
  if (min !== undefined) return { mistake: `must be ${kind}, at least ${min}` };
  return { mistake: `must be ${kind}${max === undefined ? "" : `, at most ${max}`}` };
}

function parseText({ type, oneOf, minLength = 0 }: TextSetting, text: string): Outcome {
  if (oneOf !== undefined && !oneOf.includes(text))
    return { mistake: `must be one of ${oneOf.map((choice) => `"${choice}"`).join(", ")}` };
  if (text.length < minLength)
    return { mistake: `must have at least ${minLength} characters, it has ${text.length}` };
  if (type === "url" && !URL.canParse(text))
    return { mistake: `must be a whole address, such as "https://example.com"` };
  return { value: text };
}

function invalidConfig(mistakes: readonly string[]): ServeryError {
  const lines = mistakes.map((mistake) => `  - ${mistake}`).join("\n");
  return new ServeryError(
    "invalid_config",
    `The environment is not set up for this program:\n${lines}\nSet these variables, in a .env file or where the program is started.`,
  );
}
