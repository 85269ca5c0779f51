import type { Handler } from "./exchange.ts";
import { sendBuffer } from "./send-body.ts";
import { sendMessage } from "./send-message.ts";
import { writeHead } from "./write-head.ts";

/** `GET /assets/{sha1}.thumb.png`: the thumbnail in an archive. The bytes at this address never change. */
export const handleThumbnail: Handler = async (exchange, [sha1 = ""]) => {
  const image = await exchange.service.catalog.thumbnail(sha1);
  if (!image) return sendMessage(exchange, 404, "Thumbnail not found");
  const head = [
    ...["Content-Type", "image/png", "Content-Length", image.length],
    ...["Cache-Control", "public, max-age=31536000, immutable", "X-Content-Type-Options", "nosniff"],
  ];
  await sendBuffer(exchange, image, () => writeHead(exchange, 200, head));
};
