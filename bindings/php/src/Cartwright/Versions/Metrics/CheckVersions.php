<?php

declare(strict_types=1);

namespace Cartwright\Versions\Metrics;

use Cartwright\Versions\DataVersions;

/**
 * Compares what is published with what is committed, and changes nothing.
 */
final readonly class CheckVersions implements CorrectiveAction
{
    public function __construct(private DataVersions $versions)
    {
    }

    public function act(array $metrics): string
    {
        $found = count($this->versions->reconcile(false, 'monitoring')->findings);

        return $found === 0
            ? 'compared published with committed versions: all are right'
            : "compared published with committed versions: {$found} are wrong; run versions:repair";
    }
}
