import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type Operation, operationOf } from './describe-operation.js';
import { json, problem, type RouteWords, wordsKey } from './describe-route.js';
import { nameSchemas } from './name-schemas.js';
import { anything, type Schema } from './schema-words.js';

export interface OpenApiSettings {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

type Operations = Readonly<Record<string, Operation & { readonly [wordsKey]?: RouteWords }>>;

const itself: Operation = {
  operationId: 'OpenApi_document',
  tags: ['OpenApi'],
  ...operationOf('/openapi.json', {
    summary: 'This description.',
    answers: { 200: json({ type: 'object', additionalProperties: anything }) },
  }),
};

/** What no route is: a method that an address does not have. */
const methodNotOffered = {
  description: 'The address has other methods, which the header says.',
  headers: { allow: { schema: { type: 'string' } } },
  content: { 'application/problem+json': { schema: problem } },
};

/** Describes every route of the application and serves the description at `/openapi.json`. Call before listening. */
export function serveOpenApi(app: NestFastifyApplication, settings: OpenApiSettings): OpenAPIObject {
  const { title, description, version } = settings;
  const more = 'What is wrong is told as application/problem+json; another method at a known address is answered 405.';
  const config = new DocumentBuilder()
    .setTitle(title)
    .setDescription(`${description} ${more}`)
    .setVersion(version)
    .setOpenAPIVersion('3.1.0')
    .build();
  const document = withWords(
    SwaggerModule.createDocument(app, config, {
      operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
    }),
  );
  const text = JSON.stringify(document);
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', (_request, reply) => reply.type('application/json').send(text));
  return document;
}

/** The description with what each route says of itself in place of what was guessed of it. */
function withWords(found: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(found.paths).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations as Operations).map(([method, operation]) => [method, described(path, operation)]),
    ),
  ]);
  const all = { ...Object.fromEntries(paths), '/openapi.json': { get: itself } };
  const { named, schemas } = nameSchemas({ paths: all, responses: { MethodNotOffered: methodNotOffered } } as Schema);
  const { paths: told, responses } = named as unknown as Pick<OpenAPIObject, 'paths'> & { responses: object };
  return { ...found, paths: told, components: { ...found.components, schemas, responses } } as OpenAPIObject;
}

function described(path: string, { [wordsKey]: words, ...operation }: Operations[string]): Operation {
  return words === undefined ? operation : { ...operation, ...operationOf(path, words) };
}
