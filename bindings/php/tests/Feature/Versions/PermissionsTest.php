<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\VersionedShopTestCase;
use Cartwright\Versions\Admin\Permission;
use Cartwright\Versions\Admin\Permissions;
use Cartwright\Versions\AtomicCacheMonitoring;
use Illuminate\Auth\GenericUser;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Gate;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Symfony\Component\HttpFoundation\Response;

/**
 * Every route without a user, without the permission, with another one, and with the right one.
 */
final class PermissionsTest extends VersionedShopTestCase
{
    protected function settings(): array
    {
        return ['versions.routes.enabled' => true, 'versions.routes.middleware' => ['web']] + parent::settings();
    }

    public static function routes(): array
    {
        return [
            'stats' => ['GET', 'stats', 'viewVersions'],
            'metrics' => ['GET', 'metrics', 'viewVersions'],
            'incidents' => ['GET', 'incidents', 'viewVersions'],
            'trail' => ['GET', 'trail', 'viewVersions'],
            'repair' => ['POST', 'repair', 'repairVersions'],
            'close the circuit' => ['POST', 'close-circuit', 'repairVersions'],
            'clear' => ['POST', 'clear-cache', 'clearVersionedCache'],
            'reset' => ['POST', 'reset-metrics', 'resetVersionMetrics'],
        ];
    }

    public static function paths(): array
    {
        return array_map(static fn (array $route): array => array_slice($route, 0, 2), self::routes());
    }

    #[Test]
    #[DataProvider('paths')]
    public function whoIsNobodyIsRefused(string $method, string $path): void
    {
        $this->assertAnswered(401, $this->ask($method, $path));
    }

    #[Test]
    #[DataProvider('routes')]
    public function whoIsGrantedNothingIsDeniedCountedAndNoted(string $method, string $path, string $gate): void
    {
        $this->login();

        $this->assertAnswered(403, $this->ask($method, $path));
        $this->assertSame(1, $this->counted(Permissions::DENIED));
        $this->assertSame([['permission.denied', 'user 7', $gate, "{$method} admin/versions/{$path} from 127.0.0.1"]], $this->trail());
    }

    #[Test]
    #[DataProvider('routes')]
    public function whoIsGrantedEverythingElseIsDenied(string $method, string $path, string $gate): void
    {
        $this->login(...array_diff(array_column(Permission::cases(), 'value'), [$gate]));

        $this->assertAnswered(403, $this->ask($method, $path));
    }

    #[Test]
    #[DataProvider('routes')]
    public function whoIsGrantedItIsAnswered(string $method, string $path, string $gate): void
    {
        $this->login($gate);

        $this->assertAnswered(200, $this->ask($method, $path, ['confirm' => true]));
        $this->assertSame(0, $this->counted(Permissions::DENIED));
    }

    #[Test]
    public function clearingHasToBeConfirmedAndIsNoted(): void
    {
        $this->login('clearVersionedCache');
        $page = fn (): string => $this->cache()->remember('page', ['products'], 60, static fn (): string => uniqid());
        $kept = $page();

        $this->assertAnswered(422, $this->ask('POST', 'clear-cache'));
        $this->assertSame($kept, $page());
        $this->assertAnswered(200, $this->ask('POST', 'clear-cache', ['confirm' => true]));
        $this->nextRequest();
        $this->assertNotSame($kept, $page());
        $this->assertContains('user 7', array_column($this->trail(), 1));
    }

    #[Test]
    public function clearingTellsNoBrowserThatItsDataHaveChanged(): void
    {
        $before = $this->versions()->token();
        $this->cache()->clear();
        $this->nextRequest();

        $this->assertSame($before, $this->versions()->token());
    }

    #[Test]
    public function aRepairFindsNothingTheSecondTime(): void
    {
        $this->login('repairVersions');
        $this->raise('products');
        $this->versions()->capture(['products']);
        $this->app->make('db')->table('shop_data_version')->where('data_type', 'products')->increment('change_count', 5);

        $looked = $this->assertAnswered(200, $this->ask('POST', 'repair', ['dry_run' => true]));
        $repaired = $this->assertAnswered(200, $this->ask('POST', 'repair'));
        $again = $this->assertAnswered(200, $this->ask('POST', 'repair'));
        $this->assertSame([1, 1, 0], [count($looked['findings']), count($repaired['findings']), count($again['findings'])]);
    }

    #[Test]
    public function theMetricsAreResetInHisName(): void
    {
        $this->login('resetVersionMetrics');
        $this->native()->call('record', ['name' => 'request', 'micros' => 1000, 'ok' => true]);
        $this->assertAnswered(200, $this->ask('POST', 'reset-metrics'));

        $this->assertSame(0, AtomicCacheMonitoring::getCurrentMetrics()['performance']['total']);
        $this->assertContains(['metrics.reset', 'user 7', '', ''], array_map(
            static fn (array $row): array => [$row[0], $row[1], $row[2], ''],
            $this->trail(),
        ));
    }

    #[Test]
    public function ofALongTrailTheNewestRowsAreThere(): void
    {
        $this->login('viewVersions');

        foreach (range(1, 1005) as $number) {
            $this->native()->call('audit', ['kind' => 'tested', 'detail' => (string) $number]);
        }

        $rows = $this->assertAnswered(200, $this->ask('GET', 'trail'))['trail'];
        $this->assertSame([1000, '6', '1005'], [count($rows), $rows[0]['detail'], $rows[999]['detail']]);
    }

    #[Test]
    public function theRoutesAreNotThereUntilTheyAreSwitchedOn(): void
    {
        $this->startApplication(['versions.routes.enabled' => false]);
        $this->login(...array_column(Permission::cases(), 'value'));

        foreach (self::routes() as [$method, $path]) {
            $this->assertSame(404, $this->ask($method, $path)->getStatusCode());
        }
    }

    private function login(string ...$gates): void
    {
        foreach ($gates as $gate) {
            Gate::define($gate, static fn (GenericUser $user): bool => $user->getAuthIdentifier() === 7);
        }

        $this->app->make('auth')->guard()->setUser(new GenericUser(['id' => 7]));
    }

    /**
     * @return list<array{string, string, string, string}>
     */
    private function trail(): array
    {
        return array_map(
            static fn (array $row): array => [$row['kind'], $row['who'], $row['subject'], $row['detail']],
            $this->native()->call('trail', ['hours' => 1, 'limit' => 100]),
        );
    }

    /**
     * @param array<string, mixed> $input
     */
    private function ask(string $method, string $path, array $input = []): Response
    {
        $this->nextRequest();

        return $this->app->make(Kernel::class)->handle(Request::create("http://shop.test/admin/versions/{$path}", $method, $input));
    }

    /**
     * @return array<string, mixed>|null
     */
    private function assertAnswered(int $status, Response $response): ?array
    {
        $this->assertSame($status, $response->getStatusCode(), (string) $response->getContent());
        $answer = json_decode((string) $response->getContent(), true);
        $this->assertSame($status === 200, $answer['success']);

        return $answer['data'] ?? null;
    }
}
