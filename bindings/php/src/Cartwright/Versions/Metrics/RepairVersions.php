<?php

declare(strict_types=1);

namespace Cartwright\Versions\Metrics;

use Cartwright\Versions\DataVersions;

/**
 * Puts right what is published and not what is committed. What is right is not touched.
 */
final readonly class RepairVersions implements CorrectiveAction
{
    public function __construct(private DataVersions $versions)
    {
    }

    public function act(array $metrics): string
    {
        return 'repaired ' . count($this->versions->reconcile(true, 'monitoring')->findings) . ' versions';
    }
}
