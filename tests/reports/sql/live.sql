-- The files of the demo adventure_works_live as tables.
create macro minor(t) as cast(round(cast(t as decimal(18, 4)) * 100) as bigint);
create table person as
  select cast(id as varchar) as id, name, coalesce(nullif(manager, ''), null) as team
  from read_csv('{folder}/people.csv', header = true, all_varchar = true);
create table record as
  select Id as id, cast(CreatedDate as timestamp) as created, AccountId as account, CampaignId as campaign
  from read_csv('{folder}/opportunities.csv.gz', header = true, all_varchar = true);
create table state as
  select OpportunityId as id, cast(CreatedDate as timestamp) as since, StageName as stage, minor(Amount) as worth,
    cast(CloseDate as date) as due, OwnerId as owner,
    case StageName when 'Closed Won' then 'won' when 'Closed Lost' then 'lost' else 'open' end as outcome,
    cast(null as bigint) as chance
  from read_csv('{folder}/history.csv.gz', header = true, all_varchar = true);
create table stage as select * from (values
  ('Prospecting', 1, 10), ('Investigation', 2, 25), ('Proposal Made', 3, 45), ('Negotiation', 4, 70)) s(stage, place, chance);
create table target as
  select level, owner, p.starts, p.before, minor(amount) as worth
  from read_csv('{folder}/targets.csv', header = true, all_varchar = true) t
  join read_csv('{folder}/periods.csv', header = true) p on p.name = t.period;
create table lead as
  select cast(CreatedDate as timestamp) as came, cast(nullif(FirstResponseDate, '') as timestamp) as answered,
    cast(nullif(ConvertedDate, '') as timestamp) as converted, nullif(ConvertedOpportunityId, '') as deal
  from read_csv('{folder}/leads.csv.gz', header = true, all_varchar = true);
create table campaign as
  select Id as id, minor(ActualCost) as cost from read_csv('{folder}/campaigns.csv', header = true, all_varchar = true);
create table activity as
  select row_number() over () as line, lower(Type) as kind, cast(ActivityDate as timestamp) as happened,
    nullif(WhatId, '') as deal, nullif(CallDisposition, '') as result
  from read_csv('{folder}/activities.csv.gz', header = true, all_varchar = true);
