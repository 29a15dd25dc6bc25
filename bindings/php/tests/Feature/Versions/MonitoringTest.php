<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\VersionedShopTestCase;
use Cartwright\Versions\AtomicCacheMetrics;
use Cartwright\Versions\AtomicCacheMonitoring;
use Cartwright\Versions\Events\AtomicCacheAlert;
use Cartwright\Versions\Metrics\AlertType;
use Cartwright\Versions\Metrics\CheckVersions;
use Cartwright\Versions\Metrics\CorrectiveAction;
use Cartwright\Versions\ProductUpdated;
use Illuminate\Bus\BusServiceProvider;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Http\Request;
use Illuminate\Mail\MailServiceProvider;
use Illuminate\Notifications\NotificationServiceProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;
use Symfony\Component\HttpFoundation\Response;

/**
 * The middleware in the application's own kernel: what it sees, what it raises an alarm for, and that it breaks nothing.
 */
final class MonitoringTest extends VersionedShopTestCase
{
    /** @var list<AtomicCacheAlert> */
    private array $alerts = [];

    protected function settings(): array
    {
        return ['versions.monitoring.minimum_requests' => 10, 'versions.monitoring.mirror' => 0] + parent::settings();
    }

    protected function startApplication(array $settings = []): void
    {
        parent::startApplication($settings);
        $this->alerts = [];
        $this->app->make('events')->listen(AtomicCacheAlert::class, function (AtomicCacheAlert $alert): void {
            $this->alerts[] = $alert;
        });
        $router = $this->app->make('router');
        $router->get('fine', static fn (): string => 'fine')->middleware(AtomicCacheMonitoring::class);
        $router->get('slow', static function (): string {
            usleep(3000);

            return 'slow';
        })->middleware(AtomicCacheMonitoring::class);
        $router->get('broken', static fn () => throw new RuntimeException('out of order'))->middleware(AtomicCacheMonitoring::class);
        $router->get('busy', static fn () => response('later', 503))->middleware(AtomicCacheMonitoring::class);
        $router->get('missing', static fn () => abort(404))->middleware(AtomicCacheMonitoring::class);
    }

    #[Test]
    public function itSeesExceptionsAndAnswersOfFailure(): void
    {
        $this->ask('fine', 'fine', 'missing', 'broken', 'busy');
        $performance = $this->current()['performance'];

        $this->assertSame([5, 2, 60.0, 40.0], [
            $performance['total'], $performance['errors'], $performance['success_rate'], $performance['error_rate'],
        ]);
        $this->assertGreaterThan(0, $performance['duration_min_ms']);
        $this->assertLessThanOrEqual($performance['duration_max_ms'], $performance['duration_avg_ms']);
        $this->assertGreaterThanOrEqual($performance['duration_min_ms'], $performance['duration_avg_ms']);
        $this->assertLessThanOrEqual($performance['duration_p99_ms'], $performance['duration_p50_ms']);
    }

    #[Test]
    public function whereNothingIsCountedNothingHasFailed(): void
    {
        $this->assertSame([0, 100.0, 0.0], array_values(array_intersect_key(
            $this->current()['performance'],
            ['total' => 0, 'success_rate' => 0, 'error_rate' => 0],
        )));
    }

    #[Test]
    public function anExceptionThatNobodyHasMadeAnAnswerOfIsSeenToo(): void
    {
        $middleware = $this->app->make(AtomicCacheMonitoring::class);

        try {
            $middleware->handle(Request::create('/'), static fn () => throw new RuntimeException('out of order'));
            $this->fail('It goes on to whoever asks.');
        } catch (RuntimeException) {
            $this->assertSame(1, $this->current()['performance']['errors']);
        }
    }

    #[Test]
    public function invalidationsAreMeasuredToo(): void
    {
        $this->app->make('events')->dispatch(new ProductUpdated(7));
        $invalidations = $this->current()['invalidations'];

        $this->assertSame([1, 0, 100.0, 0], [
            $invalidations['total'], $invalidations['errors'], $invalidations['success_rate'], $invalidations['degraded'],
        ]);
        $this->assertGreaterThan(0, $invalidations['duration_avg_ms']);
        $this->assertSame(0, $this->current()['performance']['total']);
    }

    #[Test]
    public function aSlowRequestIsAWarningAndAnIncident(): void
    {
        config(['versions.monitoring.slow_ms' => 1]);
        $this->ask('slow');
        $incidents = AtomicCacheMonitoring::getRecentIncidents();

        $this->assertSame([AlertType::SlowResponse], array_column($this->alerts, 'type'));
        $this->assertSame(['slow_response'], array_column($incidents, 'type'));
        $this->assertSame(['timestamp', 'type', 'metrics', 'actions_taken'], array_keys($incidents[0]));
        $this->assertMatchesRegularExpression('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/', $incidents[0]['timestamp']);
        $this->assertSame(['slow', 'GET'], [$incidents[0]['metrics']['path'], $incidents[0]['metrics']['method']]);
        $this->assertGreaterThan(1, $incidents[0]['metrics']['duration_ms']);
        $this->assertLogged('WARNING: Atomic cache: a request was slow');
        $this->assertSame(1, $this->current()['alerts']['slow_response']);
    }

    #[Test]
    public function tooManyFailuresAreCriticalAndSomethingIsDone(): void
    {
        config(['versions.monitoring.actions.error_rate' => [CheckVersions::class]]);
        $this->ask(...array_fill(0, 19, 'fine'));
        $this->ask('broken');
        $this->assertSame([], $this->alerts, '5 % is not above 5 %');
        $this->ask('broken');

        $this->assertSame([AlertType::ErrorRate], array_column($this->alerts, 'type'));
        $this->assertSame(['compared published with committed versions: all are right'], $this->alerts[0]->actionsTaken);
        $this->assertSame($this->alerts[0]->actionsTaken, AtomicCacheMonitoring::getRecentIncidents()[0]['actions_taken']);
        $this->assertSame(9.52, AtomicCacheMonitoring::getRecentIncidents()[0]['metrics']['error_rate']);
        $this->assertLogged('CRITICAL: Atomic cache: too many requests fail');
    }

    #[Test]
    public function aRateOfFewRequestsSaysNothing(): void
    {
        $this->ask(...array_fill(0, 9, 'broken'));
        $this->assertSame([], $this->alerts);
        $this->ask('broken');

        $this->assertCount(1, $this->alerts);
    }

    #[Test]
    public function theSameAlarmIsCountedEachTimeAndActedUponOnceInAWhile(): void
    {
        config(['versions.monitoring.slow_ms' => 1]);
        $this->ask('slow', 'slow', 'slow');

        $this->assertCount(1, $this->alerts);
        $this->assertCount(1, AtomicCacheMonitoring::getRecentIncidents());
        $this->assertSame(3, $this->current()['alerts']['slow_response']);
    }

    #[Test]
    public function anActionThatFailsIsAnActionThatFailed(): void
    {
        $action = new class () implements CorrectiveAction {
            public function act(array $metrics): string
            {
                throw new RuntimeException('no way');
            }
        };
        $this->app->instance('action', $action);
        config(['versions.monitoring.slow_ms' => 1, 'versions.monitoring.actions.slow_response' => ['action', CheckVersions::class]]);
        $this->ask('slow');

        $this->assertSame('action failed: no way', $this->alerts[0]->actionsTaken[0]);
        $this->assertCount(2, $this->alerts[0]->actionsTaken);
    }

    #[Test]
    public function dashboardsOfAnEarlierSystemFindTheirKeys(): void
    {
        config(['versions.monitoring.slow_ms' => 1]);
        $this->ask('slow', 'fine');
        $cache = $this->app->make('cache');

        $this->assertSame(2, $cache->get('atomic_cache_metrics.performance')['total']);
        $this->assertGreaterThan(0, $cache->get('atomic_cache_metrics.alerts.slow_response'));
        $this->assertSame(0, $cache->get('atomic_cache_metrics.alerts.error_rate'));
        $this->assertSame(AtomicCacheMonitoring::getRecentIncidents(), $cache->get('atomic_cache_metrics.incidents.recent'));
        $this->assertSame('slow', $cache->get('atomic_cache_metrics.incidents.slow_response')['metrics']['path']);
    }

    #[Test]
    public function theKeysAreWrittenOnceInAWhile(): void
    {
        config(['versions.monitoring.mirror' => 10]);
        $this->ask('fine', 'fine');

        $this->assertSame(1, $this->app->make('cache')->get('atomic_cache_metrics.performance')['total']);
        $this->assertSame(2, $this->current()['performance']['total']);
    }

    #[Test]
    public function afterAFalseAlarmItIsCountedAnewAndIncidentsStay(): void
    {
        config(['versions.monitoring.slow_ms' => 1]);
        $this->ask('slow', 'broken');
        $this->app->make(AtomicCacheMetrics::class)->reset('ann');

        $this->assertSame([0, 0], [$this->current()['performance']['total'], $this->current()['alerts']['slow_response']]);
        $this->assertNull($this->app->make('cache')->get('atomic_cache_metrics.performance'));
        $this->assertNotEmpty(AtomicCacheMonitoring::getRecentIncidents());
        $trail = $this->native()->call('trail', ['hours' => 1, 'limit' => 100]);
        $this->assertContains(['metrics.reset', 'ann'], array_map(static fn (array $row): array => [$row['kind'], $row['who']], $trail));
        $this->ask('slow');
        $this->assertCount(2, $this->alerts, 'the next alarm is news again');
    }

    #[Test]
    public function everyIncidentOfTheRangeIsThereHoweverManyThereAre(): void
    {
        foreach (range(1, 1203) as $number) {
            $this->native()->call('incident', ['kind' => 'tested', 'subject' => '', 'actions' => [], 'detail' => (string) $number]);
        }

        $incidents = AtomicCacheMonitoring::getRecentIncidents(1);
        $this->assertCount(1203, $incidents);
        $this->assertSame(['1203', '1'], [(string) $incidents[0]['metrics']['detail'], (string) $incidents[1202]['metrics']['detail']]);
    }

    #[Test]
    public function anEngineThatIsAwayBreaksNoAnswer(): void
    {
        $this->startApplication(['versions.store' => 'sqlite', 'versions.sqlite.path' => '/nowhere/at/all/versions.sqlite']);
        config(['versions.monitoring.slow_ms' => 1]);

        $this->assertSame([200, 500], array_map(static fn (Response $answer): int => $answer->getStatusCode(), $this->ask('slow', 'broken')));
        $this->assertLogged('WARNING: Atomic cache: a request was slow');
    }

    #[Test]
    public function aCacheThatIsAwayBreaksNoAnswerAndHidesNoAlarm(): void
    {
        config(['versions.monitoring.slow_ms' => 1, 'cache.default' => 'nowhere']);
        [$answer] = $this->ask('slow');

        $this->assertSame(200, $answer->getStatusCode());
        $this->assertSame([AlertType::SlowResponse], array_column($this->alerts, 'type'));
        $this->assertSame(['slow_response'], array_column(AtomicCacheMonitoring::getRecentIncidents(), 'type'));
    }

    #[Test]
    public function aStoreThatFailsIsCountedByTheEngineAndItsCircuitIsAnAlarm(): void
    {
        $this->startApplication([
            'versions.store' => 'sqlite',
            // Of this test alone: a process remembers of each store that it failed.
            'versions.sqlite.path' => "{$this->directory}/nowhere/versions.sqlite",
            'versions.journal' => ['store' => 'memory'],
        ]);

        for ($look = 1; $look <= 10; $look++) {
            $this->versions()->capture(['products']);
            $this->nextRequest();
        }

        $this->ask('fine');
        $store = $this->current()['store'];
        $this->assertSame(['open', 10], [$store['breaker'], $store['failures']]);
        $this->assertSame(10, $store['by_name']['store.look']['errors']);
        $this->assertSame([AlertType::StoreLeftAlone], array_column($this->alerts, 'type'));
        $this->assertLogged('WARNING: Atomic cache: the store of versions is left alone');
        $this->assertSame(['store_left_alone', 'circuit.opened'], array_column(AtomicCacheMonitoring::getRecentIncidents(), 'type'));
    }

    #[Test]
    public function aLogChannelThatIsThereIsTakenAndOneThatIsNotIsNot(): void
    {
        config([
            'versions.monitoring.slow_ms' => 1,
            'versions.log_channel' => 'ops',
            'logging.channels.ops' => ['driver' => 'single', 'path' => "{$this->directory}/ops.log"],
        ]);
        $this->ask('slow');
        $this->assertStringContainsString('a request was slow', (string) file_get_contents("{$this->directory}/ops.log"));

        config(['versions.log_channel' => 'nowhere']);
        $this->ask('slow');
        $this->assertLogged('shop.WARNING', 'testing.WARNING');
        $this->assertFileDoesNotExist("{$this->directory}/emergency.log");
    }

    #[Test]
    public function whoWasNamedIsNotified(): void
    {
        config([
            'mail.default' => 'array',
            'mail.mailers.array' => ['transport' => 'array'],
            'mail.from' => ['address' => 'shop@shop.test', 'name' => 'A shop'],
            'versions.monitoring.slow_ms' => 1,
            'versions.monitoring.notify' => ['mail' => 'ops@shop.test', 'slack' => null],
        ]);
        // Mails are views, and views ask for the application's namespace.
        mkdir("{$this->directory}/app");
        file_put_contents("{$this->directory}/composer.json", '{"autoload": {"psr-4": {"App\\\\": "app/"}}}');
        $this->app->register(BusServiceProvider::class);
        $this->app->register(MailServiceProvider::class);
        $this->app->register(NotificationServiceProvider::class);
        $this->ask('slow');
        $messages = $this->app->make('mail.manager')->mailer()->getSymfonyTransport()->messages();

        $this->assertCount(1, $messages);
        $mail = $messages[0]->getOriginalMessage();
        $this->assertSame('ops@shop.test', $mail->getTo()[0]->getAddress());
        $this->assertSame('Atomic cache: a request was slow', $mail->getSubject());
        $this->assertStringContainsString('duration_ms', $mail->getTextBody());
    }

    #[Test]
    public function withoutNotificationsInTheApplicationNobodyIsNotifiedAndNothingBreaks(): void
    {
        config(['versions.monitoring.slow_ms' => 1, 'versions.monitoring.notify' => ['mail' => 'ops@shop.test']]);
        [$answer] = $this->ask('slow');

        $this->assertSame(200, $answer->getStatusCode());
        $this->assertCount(1, $this->alerts);
    }

    /**
     * @return array<string, mixed>
     */
    private function current(): array
    {
        return AtomicCacheMonitoring::getCurrentMetrics();
    }

    /**
     * @return list<Response>
     */
    private function ask(string ...$paths): array
    {
        $kernel = $this->app->make(Kernel::class);
        $answers = [];

        foreach ($paths as $path) {
            $this->nextRequest();
            $request = Request::create("http://shop.test/{$path}");
            $answers[] = $response = $kernel->handle($request);
            $kernel->terminate($request, $response);
        }

        return $answers;
    }

    private function assertLogged(string ...$any): void
    {
        $log = implode("\n", $this->logged());
        $this->assertNotSame([], array_filter($any, static fn (string $text): bool => str_contains($log, $text)), $log);
    }
}
