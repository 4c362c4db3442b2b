-- Removes what the system's login has made, also what came after a backup and would be in the way of its tables. What belongs to an
-- extension stays: extensions are the administrator's. Run inside the transaction that puts the backup in its place.
do $clear$
declare
    thing record;
begin
    for thing in
        select nspname as name
        from pg_namespace
        where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') and pg_has_role(nspowner, 'USAGE')
          and not exists (select from pg_depend where classid = 'pg_namespace'::regclass and objid = pg_namespace.oid and deptype = 'e')
    loop
        execute format('drop schema %I cascade', thing.name);
    end loop;

    -- Whatever lies in the schema, of any kind, but for parts of something else (deptype a, i), which go with it.
    for thing in
        select identified.type, identified.identity
        from pg_depend as lies
        cross join lateral pg_identify_object(lies.classid, lies.objid, 0) as identified
        where lies.refclassid = 'pg_namespace'::regclass and lies.refobjid = 'public'::regnamespace
          and lies.deptype = 'n' and lies.classid not in ('pg_extension'::regclass, 'pg_default_acl'::regclass)
          and not exists (
              select from pg_depend as part
              where part.classid = lies.classid and part.objid = lies.objid and part.objsubid = 0 and part.deptype in ('a', 'e', 'i'))
    loop
        execute format('drop %s if exists %s cascade', thing.type, thing.identity);
    end loop;

    perform lo_unlink(oid) from pg_largeobject_metadata where pg_has_role(lomowner, 'USAGE');
end
$clear$;
