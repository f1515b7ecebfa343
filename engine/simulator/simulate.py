"""Plays a script with a flow; the answer is everything that happened."""

from engine.model import Execution
from engine.simulator.expecting import Expecting
from engine.simulator.host import LimitReached, Limits
from engine.simulator.playing import Impossible, Player
from engine.simulator.reading import problems_of
from engine.simulator.results import Expected, Missing, Outcome, Standing, Trouble
from engine.simulator.script import Expectation, Script
from engine.simulator.stage import Stage
from engine.simulator.telling import as_data


def simulate(stage: Stage, script: Script, limits: Limits | None = None) -> Outcome:
    """Play the script from its beginning to its end, or to a limit."""
    troubles = [Trouble(f"{field}: {text}") for field, text in problems_of(script)]
    player = Player(stage, script, limits or Limits())
    expected = [] if troubles else _play(player, script, troubles)
    return Outcome(
        timeline=player.teller.timeline,
        executions=[_standing(player, each) for each in player.all_executions],
        calls=_calls(player),
        expectations=expected,
        troubles=troubles,
        issues=stage.issues,
        now=player.host.now,
        timezone=player.timezone,
        next_timer=player.host.next_timer,
        passed=not troubles and all(each.holds for each in expected),
    )


def _play(player: Player, script: Script, troubles: list[Trouble]) -> list[Expected]:
    expecting = Expecting(player.teller.sent)
    expected: list[Expected] = []
    try:
        if script.start is not None:
            player.begin(script.start)
        for place, step in enumerate(script.steps):
            player.teller.script_step = place
            if isinstance(step, Expectation):
                sentence = expecting.judge(step, player.executions)
                expected.append(Expected(place, not sentence, sentence))
                continue
            try:
                player.do(step)
            except Impossible as error:
                troubles.append(Trouble(str(error), place))
    except (LimitReached, Impossible) as error:
        troubles.append(Trouble(str(error), player.teller.script_step))
    return expected


def _standing(player: Player, execution: Execution) -> Standing:
    lane, _ = player.host.find(execution.id)
    return Standing(
        id=execution.id,
        flow_id=player.teller.shown(execution.flow_id),
        status=execution.status,
        node_id=execution.node_id,
        waiting_for=execution.waiting_for,
        wait_until=execution.wait_until,
        variables=execution.variables,
        outcome=execution.outcome,
        error=execution.error_message,
        has_contact=lane.contact is not None,
    )


def _calls(player: Player) -> list[Missing]:
    """What would be called; the settings as the step will show them, not as the call is told them."""
    found = []
    for call in player.host.calls.values():
        _, execution = player.host.find(call.execution_id)
        if execution.pending is not None:
            told = as_data(bytes(execution.pending.input).decode())
            flow_id = player.teller.shown(execution.flow_id)
            ports = list(player.host.ports_of(execution))
            found.append(Missing(execution.id, flow_id, call.node_id, call.node_type, told, ports))
    return found
