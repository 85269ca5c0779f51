import { FactorioLockError } from "@factorio-lock/core";

/**
 * Creates a complete configuration for nginx 1.18 or newer that serves an export. Start it with the export as nginx's
 * prefix, so that the export can be moved: `nginx -p OUT -c nginx.conf`.
 *
 * @param listen a port, on all addresses, or HOST:PORT: `8080`, `127.0.0.1:8080`, `[::1]:8080`
 * @throws FactorioLockError `USAGE` if it is neither
 */
export function nginxConfig(listen: string): string {
  if (!/^(?:(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]):)?\d{1,5}$/.test(listen)) {
    throw new FactorioLockError("USAGE", `nginx cannot listen on "${listen}".`, {
      hint: "write a port, such as 8080, or HOST:PORT, such as 127.0.0.1:8080.",
    });
  }
  return `# The Factorio Mod API from plain files, written by factorio-lock mirror export.
# Start: nginx -p . -c nginx.conf    in the folder of this file.    Stop: nginx -p . -c nginx.conf -s quit
worker_processes auto;
pid nginx.pid;
error_log stderr warn;

events {
    worker_connections 4096;
}

http {
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    # Who shows no account at all may download.
    map "$arg_username/$arg_token" $half_an_account {
        default 0;
        ~^/. 1;
        ~./$ 1;
    }

    server_tokens off;
    gzip on;
    gzip_types application/json text/plain;
    gzip_min_length 1400;
    keepalive_timeout 30s;

    # Tokens stand in the query: the log shows the path alone.
    log_format mirror '$remote_addr [$time_iso8601] "$request_method $uri" $status $body_bytes_sent $request_time';
    access_log access.log mirror;

    # A page of any origin may read; the empty value sends no header.
    map $request_method $any_origin {
        GET     "*";
        HEAD    "*";
        default "";
    }

    client_body_temp_path tmp/body;
    proxy_temp_path tmp/proxy;
    fastcgi_temp_path tmp/fastcgi;
    uwsgi_temp_path tmp/uwsgi;
    scgi_temp_path tmp/scgi;

    server {
        listen ${listen};
        root .;

        default_type application/json;
        add_header Access-Control-Allow-Origin $any_origin always;
        add_header X-Content-Type-Options nosniff always;
        # The pages themselves say what may be loaded and run, by hashes. Only a header can say who may frame them.
        add_header Referrer-Policy no-referrer always;
        add_header Content-Security-Policy "frame-ancestors 'none'; base-uri 'none'; form-action 'none'" always;
        error_page 403 @forbidden;
        error_page 404 @unknown;
        error_page 405 @refused;

        # A list of names comes as a POST; the answer tells of all mods.
        location = /api/mods {
            if ($request_method !~ "^(?:GET|HEAD|POST)$") {
                return 405 '{"message":"Method not allowed"}';
            }
            error_page 404 @unknown;
            error_page 405 =200 /api/mods.json;
            try_files /api/mods.json =404;
        }

        location /api/ {
            default_type application/json;
            try_files $uri $uri.json =404;
        }

        location = /api/bookmarks {
            default_type application/json;
            if ($arg_username = "") { return 403; }
            if ($arg_token = "") { return 403; }
            try_files $uri.json =404;
        }

        location /download/ {
            if ($half_an_account) { return 403; }
            default_type application/octet-stream;
            try_files $uri =404;
        }

        location /assets/ {
            default_type image/png;
            try_files $uri =404;
        }

        # The pages for people.
        location = / {
            default_type text/html;
            charset utf-8;
            try_files /index.html =404;
        }

        location /mods/ {
            default_type text/html;
            types { }
            charset utf-8;
            try_files $uri.html =404;
        }

        location ~ ^/packs/[A-Za-z0-9_.-]+\\.lock$ {
            default_type text/plain;
            types { }
            charset utf-8;
            try_files $uri =404;
        }

        location /packs/ {
            default_type text/html;
            types { }
            charset utf-8;
            try_files $uri.html =404;
        }

        location / {
            return 404;
        }

        location @forbidden {
            internal;
            default_type application/json;
            return 403 '{"message":"Forbidden: the user name or the token is missing"}';
        }

        location @refused {
            internal;
            default_type application/json;
            return 405 '{"message":"Method not allowed"}';
        }

        location @unknown {
            internal;
            default_type application/json;
            return 404 '{"message":"Mod not found"}';
        }
    }
}
`;
}
