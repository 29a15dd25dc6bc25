<?php

declare(strict_types=1);

namespace Cartwright\Versions\Metrics;

/**
 * Something that is done when an alarm is raised; `versions.monitoring.actions` names the classes.
 */
interface CorrectiveAction
{
    /**
     * Does it, and says in one sentence what was done.
     *
     * @param array<string, mixed> $metrics what the alarm was raised for
     */
    public function act(array $metrics): string;
}
