#!/bin/sh
# What a smaller or a larger budget comes to: sweeps the capex limit of a scenario, prints a line a case, and names the
# smallest budget that still serves all demand.
#
#     sh docs/scripting/budgets.sh [SCENARIO [FOLDER]]
#
# Run it again and only what is missing is computed. BUILDOUT is the program, if it is not in the PATH.
set -eu
scenario=${1:-inputs/tutorial.yaml}
folder=${2:-solutions/budgets}

# A case without a plan is a row like any other, so the exit code is 0 if every case has one.
"${BUILDOUT:-buildout}" sweep "$scenario" --vary 'budget.capex.at_most=*0.5..*1.5 step 0.1' \
    --gap 0.1% --time-limit 60s -o "$folder" >&2

# Columns are found by their names, not their places. None of these has a comma in a field.
awk -F, '
    NR == 1 {
        for (i = 1; i <= NF; i++) at[$i] = i
        budget = at["budget.capex.at_most [times]"]
        for (name in at) if (name ~ /^unmet_.*_percent$/) unmet[name] = at[name]
        printf "%8s  %-10s  %14s  %8s\n", "budget", "status", "cost MUSD", "unmet %"
        next
    }
    {
        worst = 0
        for (name in unmet) if ($unmet[name] > worst) worst = $unmet[name]
        printf "%7.0f%%  %-10s  %14.1f  %8.1f\n", 100 * $budget, $at["status"], $at["objective_musd"], worst
        if ($at["status"] == "optimal" && worst < 0.05 && (!found || $budget < least)) { least = $budget; found = 1 }
    }
    END {
        if (found) printf "all demand is served from %.0f%% of the budget on\n", 100 * least
        else print "no budget in this range serves all demand"
    }
' "$folder/results.csv"
