import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

export interface OpenApiSettings {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

/** Describes every route of the application and serves the description at `/openapi.json`. Call before listening. */
export function serveOpenApi(app: NestFastifyApplication, settings: OpenApiSettings): OpenAPIObject {
  const { title, description, version } = settings;
  const config = new DocumentBuilder().setTitle(title).setDescription(description).setVersion(version).build();
  const document = SwaggerModule.createDocument(app, config);
  const text = JSON.stringify(document);
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', (_request, reply) => reply.type('application/json').send(text));
  return document;
}
