<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Versions\Reconciliation;

/**
 * What a comparison of the published with the committed has found.
 *
 * @internal
 */
trait ShowsFindings
{
    private function showFindings(Reconciliation $report): void
    {
        foreach ($report->findings as $finding) {
            $now = $finding['repaired'] ? 'repaired' : 'not repaired';
            $published = $finding['published'] ?? 'nothing';
            $this->line("{$finding['type']} {$finding['wrong']}: {$published} was published, {$finding['committed']} is committed; {$now}");
        }

        $found = count($report->findings);
        $this->line("{$report->compared} types compared, {$found} were wrong, {$report->pending} are being changed");
    }

    private static function isRight(Reconciliation $report): bool
    {
        return array_filter($report->findings, static fn (array $finding): bool => ! $finding['repaired']) === [];
    }

    /**
     * @return array<string, mixed>
     */
    private static function report(Reconciliation $report): array
    {
        return [
            'success' => self::isRight($report),
            'compared' => $report->compared,
            'pending' => $report->pending,
            'findings' => $report->findings,
        ];
    }
}
