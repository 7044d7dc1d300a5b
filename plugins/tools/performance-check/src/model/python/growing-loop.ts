/** The loop in which a name's value grows. */
import type { SyntaxNode } from "../../engine/syntax-tree.js";
import type { Model } from "../model.js";

/**
 * The innermost loop that the value outlives: in it the name is only ever given more of what it has.
 *
 * @param adds - whether `name = value` adds to what the name has
 */
export function growingLoop(
  target: SyntaxNode,
  model: Model,
  adds: (name: SyntaxNode, value: SyntaxNode) => boolean,
): SyntaxNode | undefined {
  const definitions = model.bindingOf(target)?.definitions;
  return model
    .loopsOf(target)
    .find((loop) =>
      definitions?.every(
        ({ name, value, form }) =>
          !name.isWithin(loop) || form === "augmented" || (value !== undefined && adds(name, value)),
      ),
    );
}
