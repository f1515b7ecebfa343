"""`just chaos`: real processes under load are killed, stopped and restarted, and a ledger outside tells what was lost or doubled.

| Look for | In |
|---|---|
| the run from start to verdict | `run.py`; its arguments: `__main__.py` |
| the fake Meta that records every call before it answers | `ledger.py`, its moods: `moods.py`, what it writes: `journal.py`, its status webhooks: `reports.py` |
| the flows, and which transcripts are right | `flows.py`, `model.py` |
| the people who write, and how they post | `people.py`, `posting.py` |
| the processes, and what is done to them | `processes.py`, `house.py`, `faults.py` |
| lost, doubled, out of order, not listed | `verdict.py`; told by `telling.py` |
"""
