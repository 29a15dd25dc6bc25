<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Versions\Finding;
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
            $now = $finding->isRepaired ? 'repaired' : 'not repaired';
            $published = $finding->published ?? 'nothing';
            $this->line("{$finding->type} {$finding->wrong}: {$published} was published, {$finding->committed} is committed; {$now}");
        }

        $found = count($report->findings);
        $this->line("{$report->compared} types compared, {$found} were wrong, {$report->pending} are being changed");
    }

    /**
     * @return array<string, mixed>
     */
    private static function report(Reconciliation $report): array
    {
        return [
            'success' => $report->isRight(),
            'compared' => $report->compared,
            'pending' => $report->pending,
            'findings' => array_map(static fn (Finding $finding): array => [
                'data_type' => $finding->type,
                'wrong' => $finding->wrong,
                'published' => $finding->published,
                'committed' => $finding->committed,
                'repaired' => $finding->isRepaired,
            ], $report->findings),
        ];
    }
}
