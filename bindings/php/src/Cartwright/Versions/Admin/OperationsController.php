<?php

declare(strict_types=1);

namespace Cartwright\Versions\Admin;

use Cartwright\Checkout\Http\Envelope;
use Cartwright\Exceptions\NotConfirmedException;
use Cartwright\Versions\AtomicCacheMetrics;
use Cartwright\Versions\DataVersions;
use Cartwright\Versions\Metrics\Journal;
use Cartwright\Versions\VersionedCache;
use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;

/**
 * What administrators see and do of versions.
 *
 * @internal
 */
final readonly class OperationsController
{
    private const MOST_HOURS = 24 * 31;

    private const MOST_ROWS = 1000;

    public function __construct(
        private DataVersions $versions,
        private VersionedCache $cache,
        private AtomicCacheMetrics $metrics,
    ) {
    }

    public function stats(Request $request): JsonResponse
    {
        return Envelope::of($request, ['versions' => $this->versions->stats()]);
    }

    public function metrics(Request $request): JsonResponse
    {
        return Envelope::of($request, $this->metrics->getCurrentMetrics());
    }

    public function incidents(Request $request): JsonResponse
    {
        return Envelope::of($request, ['incidents' => $this->metrics->getRecentIncidents($this->hours($request))]);
    }

    public function trail(Request $request): JsonResponse
    {
        $trail = (new Journal($this->versions->native()))->of('trail', $this->hours($request), self::MOST_ROWS);

        return Envelope::of($request, ['trail' => $trail]);
    }

    public function repair(Request $request): JsonResponse
    {
        $found = $this->versions->reconcile(! $request->boolean('dry_run'), $this->who($request));

        return Envelope::of($request, ['compared' => $found->compared, 'pending' => $found->pending, 'findings' => $found->findings]);
    }

    public function closeCircuit(Request $request): JsonResponse
    {
        $this->versions->native()->call('reset_breaker', ['who' => $this->who($request)]);

        return Envelope::of($request, $this->versions->native()->call('breaker'));
    }

    public function clear(Request $request): JsonResponse
    {
        $request->boolean('confirm') || throw new NotConfirmedException('Clearing needs to be confirmed: send confirm=true');
        $this->cache->clear($this->who($request));

        return Envelope::of($request, ['cleared' => true]);
    }

    public function reset(Request $request): JsonResponse
    {
        $this->metrics->reset($this->who($request));

        return Envelope::of($request, ['reset' => true]);
    }

    private function hours(Request $request): int
    {
        return min(self::MOST_HOURS, max(1, $request->integer('hours', 24)));
    }

    private function who(Request $request): string
    {
        return Permissions::name($request->user());
    }
}
