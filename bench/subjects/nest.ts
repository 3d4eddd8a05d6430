import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  HttpException,
  Module,
  Param,
  Post,
  Body,
  Req,
  Res,
  StandardSchemaValidationPipe,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import type { FastifyReply, FastifyRequest } from "fastify";

import { json, problemJson, type Refused, toEtag, toProblem } from "../shop/answers.ts";
import { openShop } from "../shop/database.ts";
import { type Gate, openGate } from "../shop/gate.ts";
import { preparePlaceOrder } from "../shop/place-order.ts";
import { prepareFindProduct } from "../shop/products.ts";
import { OrderInput, Product, ProductInput } from "../shop/schemas.ts";
import { addFastifyHooks, createFastifyOptions } from "./fastify-setup.ts";
import type { StartSubject } from "./subject.ts";

/**
 * Nest on its Fastify platform: a controller for each resource, its own pipe for Zod's schemas, a guard for
 * sessions and limits; headers and log line from Fastify's hooks. Decorators are called as the functions
 * that they are, since Node strips types and nothing else.
 */
export const startNest: StartSubject = async ({ databaseFile, signedIn }) => {
  const database = openShop(databaseFile);
  const gate = openGate(database, signedIn);
  const adapter = new FastifyAdapter(createFastifyOptions());
  addFastifyHooks(adapter.getInstance());

  // oxlint-disable-next-line no-extraneous-class -- a Nest module is a class that carries its decorator
  class ShopModule {}
  const controllers = [
    createProducts(prepareFindProduct(database)),
    createOrders(preparePlaceOrder(database)),
    createAuth(gate),
  ];
  Module({ controllers })(ShopModule);
  const app = await NestFactory.create<NestFastifyApplication>(ShopModule, adapter, {
    logger: false,
  });
  app.useGlobalPipes(new StandardSchemaValidationPipe({ errorHttpStatusCode: 422 }));
  app.useGlobalGuards(createGuard(gate));
  app.useGlobalFilters({
    catch: (error: unknown, host: { switchToHttp(): { getResponse<T>(): T } }) => {
      const status = error instanceof HttpException ? (error.getStatus() as Refused) : 500;
      const reply = host.switchToHttp().getResponse<FastifyReply>();
      reply.code(status).type(problemJson).send(toProblem(status));
    },
  });
  await app.listen(0, "127.0.0.1");
  return { port: (app.getHttpServer().address() as { port: number }).port };
};

function createGuard(gate: Gate): CanActivate {
  return {
    canActivate(context: ExecutionContext) {
      const request = context.switchToHttp().getRequest<FastifyRequest>();
      const { status, userId, headers } = gate.admit(request.headers.cookie);
      context.switchToHttp().getResponse<FastifyReply>().headers(headers);
      if (status !== 200) throw new HttpException("", status);
      request.userId = userId;
      return true;
    },
  };
}

function createProducts(findProduct: ReturnType<typeof prepareFindProduct>) {
  class Products {
    get(id: string, request: FastifyRequest, reply: FastifyReply) {
      const row = findProduct(id);
      if (row === undefined) throw new HttpException("", 404);
      const body = JSON.stringify(Product.parse(row));
      const etag = toEtag(body);
      reply.header("etag", etag);
      if (request.headers["if-none-match"] === etag) return reply.code(304).send();
      return reply.type(json).send(body);
    }
  }
  Controller("products")(Products);
  route(Products, "get", Get(":id"), [
    Param("id", { schema: ProductInput.shape.id }),
    Req(),
    Res(),
  ]);
  return Products;
}

function createOrders(placeOrder: ReturnType<typeof preparePlaceOrder>) {
  class Orders {
    place(input: OrderInput, request: FastifyRequest, reply: FastifyReply) {
      const { userId, id: requestId, ip: address } = request;
      const key = request.headers["idempotency-key"];
      if (typeof key !== "string") throw new HttpException("", 422);
      const placed = placeOrder(input, key, { userId, address, requestId });
      if (placed.replayed) reply.header("idempotency-replayed", "true");
      const type = placed.status === 200 ? json : problemJson;
      return reply.code(placed.status).type(type).send(placed.body);
    }
  }
  Controller("orders")(Orders);
  route(Orders, "place", Post(), [Body({ schema: OrderInput }), Req(), Res()]);
  return Orders;
}

function createAuth(gate: Gate) {
  class Auth {
    signOut(request: FastifyRequest, reply: FastifyReply) {
      gate.signOut(request.headers.cookie);
      return reply.code(200).type(json).send("{}");
    }
  }
  Controller("sign-out")(Auth);
  route(Auth, "signOut", Post(), [Req(), Res()]);
  return Auth;
}

/** Decorates a controller's method and its parameters. */
function route(
  controller: { readonly prototype: object },
  name: string,
  method: MethodDecorator,
  parameters: readonly ParameterDecorator[],
): void {
  const { prototype } = controller;
  for (const [index, decorate] of parameters.entries()) decorate(prototype, name, index);
  method(prototype, name, Object.getOwnPropertyDescriptor(prototype, name)!);
}
