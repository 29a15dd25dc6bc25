<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Native\NativeVersions;
use Throwable;

/**
 * Compares what is published with what is committed: the store is looked at, the table is asked, the store is looked at again.
 *
 * @internal
 */
final readonly class Reconciler
{
    public function __construct(private NativeVersions $native, private VersionTable $table, private ChangeSettings $settings)
    {
    }

    public function reconcile(bool $repair, string $who): Reconciliation
    {
        $compared = $this->native->call('compare', ['rows' => array_map(
            static fn (TypeRow $row): array => ['type' => $row->type, 'version' => $row->version, 'stale' => $row->isStale],
            $this->table->rows(),
        )]);
        $report = $this->native->call('reconcile', [
            'comparison' => $compared['comparison'],
            'committed' => (object) $this->committed($compared['types']),
            'repair' => $repair,
            'who' => $who,
        ]);

        if ($report['renew'] !== []) {
            $renewed = array_combine($report['renew'], array_map($this->table->renew(...), $report['renew']));
            $report = $this->native->call('renewed', [
                'comparison' => $report['comparison'],
                'versions' => (object) $renewed,
                'who' => $who,
            ]);
        }

        $findings = array_map(static fn (array $finding): Finding => new Finding(
            $finding['type'],
            $finding['wrong'],
            $finding['published'],
            $finding['committed'],
            $finding['repaired'],
        ), $report['findings']);
        $repaired = array_filter($findings, static fn (Finding $finding): bool => $finding->isRepaired);
        $this->table->reconciled(array_column($repaired, 'committed', 'type'));

        return new Reconciliation($report['compared'], $report['pending'], $findings);
    }

    /**
     * @param list<string> $types
     *
     * @return array<array-key, string>
     */
    private function committed(array $types): array
    {
        try {
            return $this->table->settled($types, $this->settings->settleWait);
        } catch (Throwable) {
            // Somebody is changing one of them for longer: what is committed says enough, or the table is not to be had at all.
            return $this->table->committed($types);
        }
    }
}
