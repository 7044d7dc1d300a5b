// The tools that the conformance suite asks for, by the names and with the answers that it wants.
import { setTimeout as sleep } from "node:timers/promises";
import { defineTool, failure, text } from "@portcullis/plugin-api";
import { z } from "zod";

const nothing = z.strictObject({});

/** One black pixel. */
const image = {
  type: "image",
  data: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  mimeType: "image/png",
};

/** No samples, of 16 bits at 8 kHz. */
const audio = {
  type: "audio",
  data: "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=",
  mimeType: "audio/wav",
};

const simpleText = defineTool({
  name: "test_simple_text",
  title: "Simple text",
  description: "Answers with text.",
  input: nothing,
  create: () => () => text("This is a simple text response for testing."),
});

const imageContent = defineTool({
  name: "test_image_content",
  title: "Image",
  description: "Answers with an image.",
  input: nothing,
  create: () => () => ({ content: [image] }),
});

const audioContent = defineTool({
  name: "test_audio_content",
  title: "Audio",
  description: "Answers with a sound.",
  input: nothing,
  create: () => () => ({ content: [audio] }),
});

const embeddedResource = defineTool({
  name: "test_embedded_resource",
  title: "Embedded resource",
  description: "Answers with a resource.",
  input: nothing,
  create: () => () => ({
    content: [
      {
        type: "resource",
        resource: {
          uri: "test://embedded-resource",
          mimeType: "text/plain",
          text: "This is an embedded resource content.",
        },
      },
    ],
  }),
});

const multipleContentTypes = defineTool({
  name: "test_multiple_content_types",
  title: "Multiple content types",
  description: "Answers with a text, an image and a resource.",
  input: nothing,
  create: () => () => ({
    content: [
      { type: "text", text: "Multiple content types test:" },
      image,
      {
        type: "resource",
        resource: {
          uri: "test://mixed-content-resource",
          mimeType: "application/json",
          text: '{"test":"data","value":123}',
        },
      },
    ],
  }),
});

const errorHandling = defineTool({
  name: "test_error_handling",
  title: "Error",
  description: "Answers with an error.",
  input: nothing,
  create: () => () => failure("INTENDED", "This tool intentionally returns an error for testing"),
});

const toolWithProgress = defineTool({
  name: "test_tool_with_progress",
  title: "Progress",
  description: "Tells how far it is.",
  input: nothing,
  create: () => async (_args, call) => {
    for (const done of [0, 50, 100]) {
      call.progress(done, 100, `Completed step ${done} of 100`);
      await sleep(50, undefined, { signal: call.signal });
    }
    return text("Tool with progress executed successfully");
  },
});

const address = z.object({ street: z.string(), city: z.string() }).meta({ id: "address" });

const jsonSchema = defineTool({
  name: "json_schema_2020_12_tool",
  title: "JSON Schema 2020-12",
  description: "Has an input schema with `$defs`.",
  input: z.strictObject({ name: z.string().optional(), address: address.optional() }),
  create: () => (args) => text(JSON.stringify(args)),
});

export default [
  simpleText,
  imageContent,
  audioContent,
  embeddedResource,
  multipleContentTypes,
  errorHandling,
  toolWithProgress,
  jsonSchema,
];
