<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Illuminate\Contracts\Container\Container;

/**
 * When all is quiet: nothing lost, nothing counted twice, and the cache agrees with the database.
 *
 * @internal
 */
final readonly class Verdict
{
    public function __construct(private Container $app, private Ground $ground)
    {
    }

    public function count(Outcome $outcome): void
    {
        $seen = Judge::ask($this->app, $this->ground);
        $acknowledged = $this->ground->acknowledged();
        $outcome->acknowledged = array_sum($acknowledged);
        $outcome->commits = array_sum($seen['values']);

        foreach ($seen['values'] as $type => $value) {
            $committed = $seen['committed'][$type] ?? 'no version';
            $counter = explode('.', $committed)[1] ?? 'none';
            $published = $seen['published'][$type] ?? null;

            if ($counter !== (string) $value) {
                $outcome->isWrong("{$value} changes of {$type} were committed and {$counter} counted");
            }

            if ($acknowledged[$type] !== $value) {
                $outcome->isWrong("{$value} changes of {$type} were committed and {$acknowledged[$type]} acknowledged");
            }

            if ($published !== null && $published !== $committed) {
                $outcome->isWrong("{$committed} is committed of {$type} and {$published} published");
            }

            if ($seen['page'][$type] !== $value) {
                $outcome->isWrong("{$value} is committed of {$type}, and the cache has {$seen['page'][$type]}");
            }
        }

        foreach ($seen['findings'] as $finding) {
            $outcome->isWrong("the reconciler found {$finding}");
        }

        foreach ($seen['moved'] as $type) {
            $outcome->isWrong("the repair has moved the version of {$type}");
        }
    }
}
