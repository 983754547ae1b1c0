-- What Attain needs of a PostgreSQL of yours (15 or later), run once by a superuser in the database that it will use:
--   psql -v account=attain -f deploy/roles.sql postgresql://postgres@host/attain
-- The account is the one in DATABASE_URL. It need not be a superuser: it takes one of these roles for whatever it does.
\if :{?account} \else \set account attain \endif
CREATE ROLE attain_owner NOLOGIN;
CREATE ROLE attain_app NOLOGIN;
CREATE ROLE attain_engine NOLOGIN BYPASSRLS;
CREATE ROLE attain_audit NOLOGIN;
GRANT attain_owner, attain_app, attain_engine, attain_audit TO :"account";
SELECT current_database() AS database \gset
ALTER DATABASE :"database" OWNER TO attain_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"account";
GRANT TEMPORARY ON DATABASE :"database" TO attain_engine;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO attain_owner;
