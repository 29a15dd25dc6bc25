<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Versions;

use Cartwright\Tests\Support\VersionedShopTestCase;
use Cartwright\Versions\Http\DataVersionETag;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Database\Connection;
use Illuminate\Http\Request;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use RuntimeException;

/**
 * A database whose replica lags: it shows the price before the change, and the version is that after it.
 */
final class ReplicasTest extends VersionedShopTestCase
{
    protected function startApplication(array $settings = []): void
    {
        parent::startApplication([
            'database.connections.replicated' => [
                'driver' => 'sqlite',
                'prefix' => '',
                'read' => ['database' => "{$this->directory}/replica.sqlite"],
                'write' => ['database' => "{$this->directory}/writer.sqlite"],
            ],
        ] + $settings);

        foreach (['replica' => 40, 'writer' => 35] as $name => $price) {
            $file = new \PDO("sqlite:{$this->directory}/{$name}.sqlite");
            $file->exec("create table prices (price integer); insert into prices values ({$price})");
        }
    }

    #[Test]
    #[DataProvider('shelves')]
    public function whatIsKeptUnderAVersionIsReadFromWhereItWasCommitted(?string $shelf): void
    {
        $this->app->make('config')->set('versions.cache.store', $shelf);
        $many = $this->cache()->rememberMany(['a'], ['products'], 60, fn (): array => ['a' => $this->price()]);

        $this->assertSame([35, ['a' => 35]], [$this->cache()->remember('price', ['products'], 60, $this->price(...)), $many]);
        $this->assertSame(40, $this->price(), 'what is not kept is read as before');
    }

    /**
     * @return array<string, array{?string}>
     */
    public static function shelves(): array
    {
        return ['a store of the application' => [null], 'native' => ['native']];
    }

    #[Test]
    public function aPageThatIsMarkedWithAVersionIsReadFromThereToo(): void
    {
        $this->app->make('router')->get('page', fn (): string => (string) $this->price())->middleware(DataVersionETag::class);
        $page = $this->app->make(Kernel::class)->handle(Request::create('http://shop.test/page'));

        $this->assertSame('35', $page->getContent());
    }

    #[Test]
    public function whoReadsFromTheWriterAnywayGoesOnDoingSoAndAFailureChangesNothing(): void
    {
        try {
            $this->cache()->remember('price', ['products'], 60, static fn () => throw new RuntimeException('Out of paper'));
            $this->fail('What a loader throws goes on to its caller');
        } catch (RuntimeException) {
            $this->assertSame(40, $this->price());
        }

        $this->shop()->useWriteConnectionWhenReading();
        $this->cache()->remember('price', ['products'], 60, $this->price(...));
        $this->assertSame(35, $this->price());
    }

    private function price(): int
    {
        return (int) $this->shop()->table('prices')->value('price');
    }

    private function shop(): Connection
    {
        return $this->app->make('db')->connection('replicated');
    }
}
