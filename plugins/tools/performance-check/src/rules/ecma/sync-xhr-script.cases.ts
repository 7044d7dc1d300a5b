import type { Cases } from "../../rule.js";

export const cases: Cases = {
  bad: [
    { code: 'const xhr = new XMLHttpRequest();\nxhr.open("GET", url, false);\n', lines: [2] },
    {
      code: "function get(xhr: XMLHttpRequest, url: string, method: string) {\n  xhr.open(method, url, false);\n}\n",
      lines: [2],
      language: "typescript",
    },
    { code: 'request.open("POST", "/save", false);\n', lines: [1] },
    { code: '$.ajax({ url: "/data", async: false, success });\n', lines: [1] },
    { code: 'const head = <head><script src="/a.js"></script></head>;\n', lines: [1] },
    { code: 'const tag = <script src={url} type="text/javascript" />;\n', lines: [1], language: "tsx" },
  ],
  good: [
    'const xhr = new XMLHttpRequest();\nxhr.open("GET", url, true);\n',
    'const xhr = new XMLHttpRequest();\nxhr.open("GET", url);\n',
    "db.open(name, 1, false);\n",
    "window.open(url, '_blank', false);\n",
    '$.ajax({ url: "/data", success });\n',
    'const tag = <script src="/a.js" async />;\n',
    'const tag = <script defer src="/a.js" />;\n',
    'const tag = <script type="module" src="/a.js" />;\n',
    "const tag = <script src={url} {...attributes} />;\n",
    "const tag = <script dangerouslySetInnerHTML={{ __html: code }} />;\n",
    'const tag = <Script src="/a.js" />;\n',
    'const tag = <script type="application/ld+json" src="/a.json" />;\n',
  ],
};
