<?php

declare(strict_types=1);

namespace Cartwright\Versions\Metrics;

use Cartwright\Native\NativeVersions;

/**
 * What was written down in the last hours, the oldest first, however much there is: the engine answers in pages.
 *
 * @internal
 */
final readonly class Journal
{
    private const PAGE = 1000;

    public function __construct(private NativeVersions $engine)
    {
    }

    /**
     * @param string $log `incidents` or `trail`
     * @param int $most the last so many of them
     *
     * @return list<array<string, mixed>>
     */
    public function of(string $log, int $hours, int $most = PHP_INT_MAX): array
    {
        $written = [];
        $after = [];

        do {
            $page = $this->engine->call($log, $after + ['hours' => $hours, 'limit' => self::PAGE]);
            $written = array_slice([...$written, ...$page], -$most);
            $last = end($page);
            $after = $last === false ? [] : ['after_us' => $last['at_us'], 'after_place' => $last['place']];
        } while (count($page) === self::PAGE);

        return $written;
    }
}
