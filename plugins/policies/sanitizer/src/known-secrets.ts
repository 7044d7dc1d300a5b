/** Which values are secrets: those of the environment whose variables' names say so, and those that the operator names. */
import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { type Environment, StartRefusal } from "@portcullis/plugin-api";

/** A value that must not leave. */
export interface Secret {
  /** Where it comes from: a variable, or the option that gives it. */
  readonly variable: string;
  readonly value: string;
}

/** In characters. What is shorter stands by chance in any text: `prod`, `admin`, `8080`. */
export const MIN_LENGTH = 6;

/** In characters. From here on a word of a longer value is taken for a secret itself: a line of a key, a bearer's token. */
const MIN_WORD = 16;

/** The words of a name that make its value a secret. The name is in upper case, `_` between words and at both ends. */
const SECRET_NAME =
  /_(?:TOKENS?|SECRETS?|PASSWORDS?|PASSWD|PASSPHRASE|PASS|CREDENTIALS?|CREDS|COOKIES?|JWT|APIKEYS?|(?:API|ACCESS|PRIVATE)_KEYS?)_|[^_]_PWD_|_KEY_$/;
const PUBLIC_NAME = /_PUBLIC_KEY_/;

/** Words that name settings as often as secrets (`AUTH_TYPE=github`, `DESKTOP_SESSION=ubuntu`): the value decides. */
const DOUBTFUL_NAME = /_(?:AUTH|AUTHORIZATION|SESSION)_/;
const PLAIN_WORDS = /^[a-z]+(?:[-_ ][a-z]+)*$/;

/** Durations, ports and switches that stand in variables like `TOKEN_TTL`, `TOKEN_TYPE`, `COOKIE_SECURE`. */
const SETTING = /^(?:\d{1,7}|enabled|disabled|required|optional|default|bearer)$/i;

/** What the operator names. */
interface Chosen {
  /** Variables that are secret whatever their names and values look like. */
  readonly named: readonly string[];
  readonly values: readonly string[];
}

/**
 * Lists the secrets, those that the operator named first.
 *
 * @throws {@link StartRefusal} `SECRET_NOT_SET` or `SECRET_TOO_SHORT`, for one that was named and cannot be kept
 */
export function knownSecrets(environment: Environment, { named, values }: Chosen): Secret[] {
  const given = values.map((value, index) => {
    if (value.trim().length >= MIN_LENGTH) return { variable: `values[${index}]`, value: value.trim() };
    throw new StartRefusal("SECRET_TOO_SHORT", tooShort("This value"), ["values", index]);
  });
  const chosen = named.map((variable, index) => {
    const value = environment[variable]?.trim() ?? "";
    const at = ["environment", index];
    if (value === "") throw new StartRefusal("SECRET_NOT_SET", `The variable ${variable} is not set.`, at);
    if (value.length >= MIN_LENGTH) return { variable, value };
    throw new StartRefusal("SECRET_TOO_SHORT", tooShort(`The value of ${variable}`), at);
  });
  const guessed = Object.entries(environment)
    .map(([variable, value]) => ({ variable, value: value.trim() }))
    .filter(({ variable, value }) => looksSecret(variable, value));
  return [...given, ...chosen, ...guessed].flatMap(withWords);
}

const tooShort = (what: string): string =>
  `${what} has fewer than ${MIN_LENGTH} characters: it would be found by chance anywhere.`;

function looksSecret(variable: string, value: string): boolean {
  const name = `_${wordsOf(variable).join("_")}_`;
  const secret = SECRET_NAME.test(name) && !PUBLIC_NAME.test(name);
  const doubtful = DOUBTFUL_NAME.test(name) && !PLAIN_WORDS.test(value);
  return (secret || doubtful) && value.length >= MIN_LENGTH && !SETTING.test(value) && !isPlace(value);
}

/** `npm_config__authToken` is NPM, CONFIG, AUTH, TOKEN. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== "");

/** The secret is in the file (`PASSWORD_FILE`, `SSH_AUTH_SOCK`), not in its name. Asks the disk: a key may begin with `/` too. */
const isPlace = (value: string): boolean => isAbsolute(value) && existsSync(value);

/** A value, and each long word of it: `Bearer` is no secret, what follows is; a key leaks line by line. */
function withWords({ variable, value }: Secret): Secret[] {
  const words = value.split(/(?:\s|\\n)+/).filter((word) => word !== value && word.length >= MIN_WORD);
  return [value, ...words].map((part) => ({ variable, value: part }));
}
