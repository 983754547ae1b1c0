"""The benchmark's plans as one hand-written DuckDB query: ``python bench/by_duckdb.py FOLDER OUT``.

The same pay as ``by_hand.py``, in SQL: it reads the same files, writes the same credits and earnings, knows these plans
only, checks nothing and explains nothing. DuckDB may use 4 GiB and two threads, and writes with the same codec.
"""

import os
import sys
from pathlib import Path

import duckdb

_ROSTER = """
CREATE TEMP TABLE roster AS
SELECT payee, manager, title, coalesce("from", DATE '0001-01-01') AS starts_on,
       coalesce(before, DATE '9999-12-31') AS ends_before
FROM read_parquet('{data}/roster.parquet')
"""
_QUOTA = """
CREATE TEMP TABLE quota AS
SELECT payee, right(period, 1)::INTEGER AS quarter, (amount * 100)::BIGINT AS quota
FROM read_parquet('{data}/targets.parquet')
"""
_DEALS = """
CREATE TEMP TABLE deals AS
SELECT deal_id, close_date, owner, type, term_months, (amount * 100)::BIGINT AS amount,
       file_row_number + 2 AS source_line, quarter(close_date)::INTEGER AS quarter
FROM read_parquet('{data}/deals.parquet', file_row_number = true)
"""
# Each deal's cents by largest remainder, ties to the first payee; then who held which title on the day.
_PARTS = """
CREATE TEMP TABLE parts AS
WITH given AS (
    SELECT deal_id, payee, (share * 10000)::BIGINT AS share FROM read_parquet('{data}/splits.parquet')
), sized AS (
    SELECT d.*, g.payee, g.share, abs(amount) * share // 10000 AS part, abs(amount) * share % 10000 AS rest
    FROM given g JOIN deals d USING (deal_id)
), alone AS (
    SELECT * EXCLUDE (share, part, rest), amount AS credit FROM sized WHERE share = 10000
), split AS (
    SELECT *, row_number() OVER (PARTITION BY deal_id ORDER BY rest DESC, payee) AS place,
           abs(amount) - sum(part) OVER (PARTITION BY deal_id) AS spare
    FROM sized WHERE share <> 10000
), shared AS (
    SELECT * FROM alone
    UNION ALL
    SELECT * EXCLUDE (share, part, rest, place, spare), ((part + (place <= spare)::INTEGER) * sign(amount))::BIGINT
    FROM split
)
SELECT s.deal_id, s.close_date, s.type, s.amount, s.source_line, s.quarter, s.payee, s.credit, r.title, r.manager
FROM shared s JOIN roster r ON s.payee = r.payee AND s.close_date >= r.starts_on AND s.close_date < r.ends_before
"""
_CREDITED = """
CREATE TEMP TABLE credited AS
WITH first AS (
    SELECT p.deal_id, p.close_date, p.amount, p.source_line, p.quarter, r.payee, r.title, r.manager
    FROM parts p JOIN roster r ON p.manager = r.payee AND p.close_date >= r.starts_on AND p.close_date < r.ends_before
), second AS (
    SELECT f.deal_id, f.close_date, f.amount, f.source_line, f.quarter, r.payee, r.title, r.manager
    FROM first f JOIN roster r ON f.manager = r.payee AND f.close_date >= r.starts_on AND f.close_date < r.ends_before
)
SELECT 'new_business' AS component, deal_id, close_date, source_line, quarter, payee, title, credit, credit AS step
FROM parts WHERE title = 'Account Executive' AND type = 'New Business'
UNION ALL
SELECT 'renewals', deal_id, close_date, source_line, quarter, payee, title, credit, credit
FROM parts WHERE title = 'Account Executive' AND type = 'Renewal'
UNION ALL
SELECT 'long_terms', d.deal_id, d.close_date, d.source_line, d.quarter, d.owner, r.title, d.amount, 1
FROM deals d JOIN roster r ON d.owner = r.payee AND d.close_date >= r.starts_on AND d.close_date < r.ends_before
WHERE r.title = 'Account Executive' AND d.term_months >= 24
UNION ALL
SELECT DISTINCT 'override', deal_id, close_date, source_line, quarter, payee, title, amount, amount
FROM (SELECT * FROM first UNION ALL SELECT * FROM second)
"""
_LINES = """
CREATE TEMP TABLE lines AS
WITH walked AS (
    SELECT *, (sum(step) OVER (PARTITION BY component, payee, quarter ORDER BY close_date, deal_id
                               ROWS UNBOUNDED PRECEDING))::BIGINT AS after
    FROM credited
), placed AS (
    SELECT w.*, w.after - w.step AS before, q.quota
    FROM walked w LEFT JOIN quota q ON w.component = 'new_business' AND w.payee = q.payee AND w.quarter = q.quarter
)
SELECT *, paid(component, title, after, quota) - paid(component, title, before, quota) AS earned FROM placed
"""
_MACROS = (
    "CREATE TEMP MACRO half_away(top, bottom) AS (abs(top) * 2 + bottom) // (bottom * 2) * sign(top)",
    """CREATE TEMP MACRO tiered(x, goal) AS half_away(20 * x + greatest(4 * x - 2 * goal, 0) * 3
        + greatest(4 * x - 4 * goal, 0) * 4 + greatest(4 * x - 5 * goal, 0) * 3, 400)""",
    """CREATE TEMP MACRO paid(component, title, x, goal) AS (CASE component
        WHEN 'new_business' THEN tiered(x, goal)
        WHEN 'renewals' THEN half_away(least(greatest(2 * x, -75000000), 75000000), 100)
        WHEN 'long_terms' THEN x * 2500
        ELSE half_away(x * CASE title WHEN 'Sales Manager' THEN 5 ELSE 1 END, 1000) END)::BIGINT""",
)
_NAMED = """
SELECT *, CASE component WHEN 'override' THEN 'manager' ELSE 'account_executive' END AS plan_id FROM lines
"""
_CREDITS = """
SELECT plan_id || '.' || component || '/' || deal_id || '/' || payee AS credit_id, plan_id, component AS component_id,
       deal_id AS transaction_id, payee AS payee_id,
       CASE component WHEN 'override' THEN 'rollup' WHEN 'long_terms' THEN 'direct' ELSE 'split' END AS credit_type,
       close_date AS credited_on, credit AS credit_amount, credit AS quota_amount, 'USD' AS currency,
       'deals' AS source, 'data/deals.parquet' AS source_file, source_line
FROM ({named})
"""
_EARNINGS = """
SELECT payee AS payee_id, plan_id, component AS component_id, strftime(close_date, '%Y-%m') AS period_id,
       'deals' AS source, deal_id AS transaction_id,
       plan_id || '.' || component || '/' || deal_id || '/' || payee AS credit_id,
       before AS measure_before, after AS measure_after, earned AS earning_amount, 'USD' AS currency,
       close_date AS earned_on, 'credit' AS line_type, earned AS pay_amount, 'USD' AS pay_currency
FROM ({named})
"""


def main(folder: Path, out: Path) -> None:
    """Read the files of a workspace and write credits and earnings."""
    out.mkdir(parents=True, exist_ok=True)
    settings = {"threads": int(os.environ.get("POLARS_MAX_THREADS", "2")), "memory_limit": "4GB"}
    base = duckdb.connect(config={**settings, "temp_directory": str(out / "spilled")})
    base.execute("SET preserve_insertion_order = false")
    for macro in _MACROS:
        base.execute(macro)
    for step in (_ROSTER, _QUOTA, _DEALS, _PARTS, _CREDITED):
        base.execute(step.format(data=(folder / "data").as_posix()))
    base.execute("DROP TABLE deals")
    base.execute("DROP TABLE parts")
    base.execute(_LINES)
    base.execute("DROP TABLE credited")
    for name, query in (("credits", _CREDITS), ("earnings", _EARNINGS)):
        target = (out / f"{name}.parquet").as_posix()
        select = query.format(named=_NAMED)
        base.execute(f"COPY ({select}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)")
    base.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
