<?php

declare(strict_types=1);

namespace Cartwright\Versions;

use Cartwright\Versions\Metrics\Watch;
use Closure;
use Illuminate\Container\Container;
use Illuminate\Http\Request;
use Symfony\Component\HttpFoundation\Response;
use Throwable;

/**
 * Measures requests, also those that fail, and raises an alarm when they are slow or too many of them fail.
 *
 * What a request took is counted when it is answered; everything else is done when the answer is on its way. Nothing of it can
 * break the answer.
 */
final readonly class AtomicCacheMonitoring
{
    private const ATTRIBUTE = 'cartwright.monitored';

    public function __construct(private AtomicCacheMetrics $metrics, private Watch $watch)
    {
    }

    /**
     * Counts how long the request takes, and whether it fails: by an exception or by an answer of 500 and above.
     */
    public function handle(Request $request, Closure $next): mixed
    {
        $begun = hrtime(true);

        try {
            $response = $next($request);
        } catch (Throwable $failure) {
            $this->measured($request, $begun, $failure);

            throw $failure;
        }

        $failed = $response instanceof Response && $response->getStatusCode() >= 500;
        $this->measured($request, $begun, $failed ? $response->exception ?? $response : null);

        return $response;
    }

    /**
     * Hands on what was counted, and looks whether something is wrong.
     */
    public function terminate(Request $request, Response $response): void
    {
        $measured = $request->attributes->get(self::ATTRIBUTE);

        if (is_array($measured)) {
            $request->attributes->remove(self::ATTRIBUTE);
            $this->watch->over(...$measured);
        }
    }

    /**
     * Durations, success and error rate, alerts and how the store is.
     *
     * @return array<string, mixed>
     */
    public static function getCurrentMetrics(): array
    {
        return Container::getInstance()->make(AtomicCacheMetrics::class)->getCurrentMetrics();
    }

    /**
     * What went wrong in the last hours, and what was done about it; the newest first.
     *
     * @return list<array{timestamp: string, type: string, metrics: array<string, mixed>, actions_taken: list<string>}>
     */
    public static function getRecentIncidents(int $hours = 24): array
    {
        return Container::getInstance()->make(AtomicCacheMetrics::class)->getRecentIncidents($hours);
    }

    private function measured(Request $request, int $begun, Throwable|Response|null $failure): void
    {
        $micros = intdiv(hrtime(true) - $begun, 1000);
        $this->metrics->record($micros, $failure === null);
        $request->attributes->set(self::ATTRIBUTE, [$micros, $failure === null, [
            'method' => $request->getMethod(),
            'path' => $request->path(),
            'failure' => match (true) {
                $failure instanceof Throwable => $failure::class,
                $failure instanceof Response => "status {$failure->getStatusCode()}",
                default => null,
            },
        ]]);
    }
}
