import { listProviders, type Provider } from "./provider.ts";

/** Services that write, draw or speak for money. */
export const makers: readonly Provider[] = [
  ...listProviders(
    "ai",
    "secret",
    `
OpenAI; api.openai.com openai.azure.com; openai @ai-sdk/openai @ai-sdk/azure @langchain/openai; https://help.openai.com/en/articles/5112595
Anthropic; api.anthropic.com; @anthropic-ai/sdk @ai-sdk/anthropic @langchain/anthropic
Google Gemini; generativelanguage.googleapis.com aiplatform.googleapis.com; @google/genai @google/generative-ai @ai-sdk/google @ai-sdk/google-vertex @langchain/google-genai; https://ai.google.dev/gemini-api/docs/api-key
Amazon Bedrock; ; @aws-sdk/client-bedrock-runtime @ai-sdk/amazon-bedrock
Mistral; api.mistral.ai; @mistralai/mistralai @ai-sdk/mistral @langchain/mistralai
Cohere; api.cohere.ai api.cohere.com; cohere-ai @ai-sdk/cohere
Groq; api.groq.com; groq-sdk @ai-sdk/groq
Together; api.together.xyz api.together.ai; together-ai @ai-sdk/togetherai
Fireworks; api.fireworks.ai; @ai-sdk/fireworks
Hugging Face; api-inference.huggingface.co router.huggingface.co; @huggingface/inference
Perplexity; api.perplexity.ai; @ai-sdk/perplexity
DeepSeek; api.deepseek.com; @ai-sdk/deepseek
xAI; api.x.ai; @ai-sdk/xai
OpenRouter; openrouter.ai; @openrouter/sdk @openrouter/ai-sdk-provider
Vercel AI Gateway; ai-gateway.vercel.sh; @ai-sdk/gateway
ElevenLabs; api.elevenlabs.io; elevenlabs @elevenlabs/elevenlabs-js
Deepgram; api.deepgram.com; @deepgram/sdk
AssemblyAI; api.assemblyai.com; assemblyai
Stability AI; api.stability.ai
Voyage AI; api.voyageai.com; voyageai
fal; fal.run queue.fal.run; @fal-ai/client
DeepL; api.deepl.com api-free.deepl.com; deepl-node
`,
  ),
  ...listProviders(
    "ai",
    "secret",
    "Replicate; api.replicate.com; replicate; https://github.com/replicate/replicate-javascript/issues/164",
    { refusesBrowsers: true },
  ),
  ...listProviders(
    "ai",
    "public",
    "Firebase AI Logic; firebasevertexai.googleapis.com; firebase/ai firebase/vertexai; https://firebase.google.com/docs/ai-logic",
  ),
];
