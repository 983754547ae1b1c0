-- The files of the demo regional_sales as tables: a closed deal was open, in a stage not known, until its close date.
create table person as
  select SystemUserSeq as id, Owner as name, Manager as team
  from read_csv('{folder}/owners.csv', header = true, all_varchar = true);
create table record as
  select OpportunitySeq as id, cast("Opportunity Created On" as timestamp) as created, AccountSeq as account,
    nullif(CampaignSeq, '') as campaign
  from read_csv('{folder}/opportunities.csv.gz', header = true, all_varchar = true);
create table state as
  with told as (
    select OpportunitySeq as id, cast("Opportunity Created On" as timestamp) as created, "Sales Stage" as stage,
      cast(Value as bigint) * 100 as worth, cast(CloseDate as date) as due, SystemUserSeq as owner,
      lower(Status) as outcome, cast(round(cast(Probability as decimal(18, 6)) * 1000000) as bigint) as chance
    from read_csv('{folder}/opportunities.csv.gz', header = true, all_varchar = true))
  select id, created as since, if(outcome = 'open', stage, null) as stage, worth, due, owner, 'open' as outcome, chance
  from told
  union all
  select id, greatest(cast(due as timestamp), created), stage, worth, due, owner, outcome, chance
  from told where outcome <> 'open';
create table stage as select * from (values
  ('1-Qualify', 1, 10), ('2-Develop', 2, 30), ('3-Propose', 3, 60), ('4-Close', 4, 80)) s(stage, place, chance);
create table campaign as
  select CampaignSeq as id, cast(null as bigint) as cost
  from read_csv('{folder}/campaigns.csv', header = true, all_varchar = true);
create table target(level varchar, owner varchar, starts date, before date, worth bigint);
