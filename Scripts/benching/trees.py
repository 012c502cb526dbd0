"""What processes and all that they started cost: CPU seconds and memory, from /proc."""
import os

TICKS = os.sysconf("SC_CLK_TCK")


def processes():
    """By process: its children, and its own and its reaped children's clock ticks."""
    children, ticks = {}, {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(name))
        ticks[int(name)] = sum(int(field) for field in fields[11:15])
    return children, ticks


def tree(roots):
    children, ticks = processes()
    found, left = [], list(roots)
    while left:
        process = left.pop()
        if process in ticks:
            found.append(process)
            left += children.get(process, [])
    return found, ticks


def seconds(roots):
    """CPU seconds, user and system, of the processes, of all that they started, and of those that are gone."""
    found, ticks = tree(roots)
    return sum(ticks[process] for process in found) / TICKS


def peak_mib(process):
    """The most memory that a process has had at once, in MiB."""
    with open(f"/proc/{process}/status") as file:
        for line in file:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0
