// An OpenAI-compatible chat endpoint around one local model, for the tests: node server.mjs MODEL.gguf
import http from "node:http";
import {getLlama, LlamaChatSession} from "node-llama-cpp";

const llama = await getLlama({gpu: false, build: "never", progressLogs: false, logLevel: "error"});
const model = await llama.loadModel({modelPath: process.argv[2]});

async function answer({messages, response_format: format, temperature = 0, seed = 0, max_tokens: maxTokens = 512}) {
  const context = await model.createContext({contextSize: 2048, threads: 2});
  try {
    const session = new LlamaChatSession({
      contextSequence: context.getSequence(),
      systemPrompt: messages.find(({role}) => role === "system")?.content,
    });
    const schema = format?.json_schema?.schema;
    const grammar = schema && await llama.createGrammarForJsonSchema(schema);
    return await session.prompt(messages.at(-1).content, {grammar, temperature, seed, maxTokens});
  } finally {
    await context.dispose();
  }
}

const server = http.createServer(async (request, response) => {
  let body = "";
  for await (const piece of request) body += piece;
  const reply = (status, value) => response.writeHead(status, {"content-type": "application/json"}).end(JSON.stringify(value));
  if (request.method !== "POST" || request.url !== "/v1/chat/completions") return reply(404, {error: {message: "unknown path"}});
  try {
    const content = await answer(JSON.parse(body));
    reply(200, {object: "chat.completion", model: "local", choices: [{index: 0, message: {role: "assistant", content}, finish_reason: "stop"}]});
  } catch (error) {
    reply(400, {error: {message: String(error)}});
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
