<?php

declare(strict_types=1);

namespace Cartwright\Tests\Unit;

use Akaunting\Money\Currency;
use Akaunting\Money\Money;
use Cartwright\Tests\TestCase;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;

final class AutoloadTest extends TestCase
{
    private const AUTOLOAD = __DIR__ . '/../../autoload.php';

    #[Test]
    public function requiringItTwiceDoesNoHarm(): void
    {
        $before = count(spl_autoload_functions());

        require self::AUTOLOAD;
        require self::AUTOLOAD;

        $this->assertCount($before, spl_autoload_functions());
    }

    #[Test]
    public function aClassThatDoesNotExistIsNotLookedForInVain(): void
    {
        $this->assertFalse(class_exists('MasyukAI\\Cart\\NoSuchClass'));
        $this->assertFalse(class_exists('Cartwright\\NoSuchClass'));
        $this->assertFalse(class_exists('Akaunting\\Money\\NoSuchClass'));
    }

    #[Test]
    public function withoutAkauntingsPackageOurMoneyHasItsName(): void
    {
        $this->assertSame(\Cartwright\Money\Money::class, Money::USD(1)::class);
        $this->assertSame(\Cartwright\Money\Currency::class, (new Currency('USD'))::class);
    }

    #[Test]
    #[DataProvider('orders')]
    public function withAkauntingsPackageOurMoneyStepsAside(string $first, string $second): void
    {
        $this->assertSame('the real one', $this->runScript("{$first} {$second} echo \\Akaunting\\Money\\Money::WHO;"));
    }

    public static function orders(): array
    {
        $ours = 'require ' . var_export(self::AUTOLOAD, true) . ';';
        $theirs = <<<'PHP'
            spl_autoload_register(function (string $class): void {
                if ($class === 'Akaunting\\Money\\Money') {
                    eval('namespace Akaunting\\Money; class Money { const WHO = "the real one"; }');
                }
            });
            PHP;

        return ['ours first' => [$ours, $theirs], 'theirs first' => [$theirs, $ours]];
    }

    #[Test]
    #[DataProvider('ordersOfSpatie')]
    public function theProvidersParentIsSpatiesWhereThatIsInstalled(string $first, string $second): void
    {
        $show = 'echo get_parent_class(MasyukAI\\Cart\\CartServiceProvider::class)::WHO;';

        $this->assertSame('the real one', $this->runScript("{$first} {$second} {$show}"));
    }

    public static function ordersOfSpatie(): array
    {
        $ours = 'require ' . var_export(self::AUTOLOAD, true) . ';';
        $theirs = <<<'PHP'
            spl_autoload_register(function (string $class): void {
                if ($class === 'Spatie\\LaravelPackageTools\\Package') {
                    eval('namespace Spatie\\LaravelPackageTools; class Package {}');
                }
                if ($class === 'Spatie\\LaravelPackageTools\\PackageServiceProvider') {
                    eval('namespace Spatie\\LaravelPackageTools; abstract class PackageServiceProvider {'
                        . ' const WHO = "the real one"; abstract public function configurePackage(Package $package): void;'
                        . ' public function registeringPackage() {} protected function getPackageBaseDir(): string { return ""; } }');
                }
            });
            PHP;

        return ['ours first' => [$ours, $theirs], 'theirs first' => [$theirs, $ours]];
    }

    private function runScript(string $code): string
    {
        $process = proc_open([PHP_BINARY, '-r', $code], [1 => ['pipe', 'w'], 2 => ['redirect', 1]], $pipes);
        $output = stream_get_contents($pipes[1]);
        fclose($pipes[1]);
        proc_close($process);

        return $output;
    }
}
