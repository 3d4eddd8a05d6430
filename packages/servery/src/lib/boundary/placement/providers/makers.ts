import { listProviders, type Provider } from "./provider.ts";

/** Services that write, draw or speak for money. */
export const makers: readonly Provider[] = listProviders(
  "ai",
  "secret",
  `
OpenAI; api.openai.com openai.azure.com; openai @ai-sdk/openai @langchain/openai
Anthropic; api.anthropic.com; @anthropic-ai/sdk @ai-sdk/anthropic @langchain/anthropic
Google Gemini; generativelanguage.googleapis.com aiplatform.googleapis.com; @google/genai @google/generative-ai @ai-sdk/google
Mistral; api.mistral.ai; @mistralai/mistralai @ai-sdk/mistral
Cohere; api.cohere.ai api.cohere.com; cohere-ai
Groq; api.groq.com; groq-sdk @ai-sdk/groq
Replicate; api.replicate.com; replicate
Together; api.together.xyz api.together.ai; together-ai
Hugging Face; api-inference.huggingface.co router.huggingface.co; @huggingface/inference
Perplexity; api.perplexity.ai
DeepSeek; api.deepseek.com
xAI; api.x.ai
OpenRouter; openrouter.ai; @openrouter/sdk
ElevenLabs; api.elevenlabs.io; elevenlabs @elevenlabs/elevenlabs-js
Deepgram; api.deepgram.com; @deepgram/sdk
AssemblyAI; api.assemblyai.com; assemblyai
Stability AI; api.stability.ai
fal; fal.run queue.fal.run; @fal-ai/client
DeepL; api.deepl.com api-free.deepl.com; deepl-node
`,
);
