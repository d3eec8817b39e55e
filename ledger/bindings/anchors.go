// Code generated via abigen V2 - DO NOT EDIT.
// This file is a generated binding and any manual changes will be lost.

package bindings

import (
	"bytes"
	"errors"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Reference imports to suppress errors if they are not otherwise used.
var (
	_ = bytes.Equal
	_ = errors.New
	_ = big.NewInt
	_ = common.Big1
	_ = types.BloomLookup
	_ = abi.ConvertType
)

// AnchorsCheckpoint is an auto generated low-level Go binding around an user-defined struct.
type AnchorsCheckpoint struct {
	Size uint64
	Root [32]byte
	R    [32]byte
	S    [32]byte
	V    uint8
}

// AnchorsLog is an auto generated low-level Go binding around an user-defined struct.
type AnchorsLog struct {
	Size     uint64
	Anchored uint64
	Count    uint64
	Frozen   bool
	Root     [32]byte
	Signer   common.Address
	Created  uint64
	Tenure   uint16
	Domain   [32]byte
	Origin   string
	Key      [32]byte
}

// AnchorsMetaData contains all meta data concerning the Anchors contract.
var AnchorsMetaData = bind.MetaData{
	ABI: "[{\"inputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"registry\",\"type\":\"address\"}],\"stateMutability\":\"nonpayable\",\"type\":\"constructor\"},{\"inputs\":[],\"name\":\"BadOrigin\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"}],\"name\":\"BadSignature\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"}],\"name\":\"LogExists\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"LogFrozen\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"MayNotAnchor\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"NoFork\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"NoLogKey\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"NoSuchIndex\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"address\",\"name\":\"account\",\"type\":\"address\"}],\"name\":\"NotAnOwner\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"}],\"name\":\"NotConsistent\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"}],\"name\":\"Shrinks\",\"type\":\"error\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"UnknownLog\",\"type\":\"error\"},{\"inputs\":[],\"name\":\"ZeroAddress\",\"type\":\"error\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"}],\"name\":\"Anchored\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"first\",\"type\":\"bytes32\"},{\"indexed\":false,\"internalType\":\"bytes32\",\"name\":\"second\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"}],\"name\":\"ForkReported\",\"type\":\"event\"},{\"anonymous\":false,\"inputs\":[{\"indexed\":true,\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"indexed\":true,\"internalType\":\"address\",\"name\":\"by\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"indexed\":false,\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"}],\"name\":\"LogCreated\",\"type\":\"event\"},{\"inputs\":[],\"name\":\"MAX_ORIGIN\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"REGISTRY\",\"outputs\":[{\"internalType\":\"contractIRegistry\",\"name\":\"\",\"type\":\"address\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32[]\",\"name\":\"proof\",\"type\":\"bytes32[]\"}],\"name\":\"anchor\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"}],\"name\":\"checkpointText\",\"outputs\":[{\"internalType\":\"string\",\"name\":\"\",\"type\":\"string\"}],\"stateMutability\":\"pure\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"internalType\":\"bytes32\",\"name\":\"key\",\"type\":\"bytes32\"}],\"name\":\"createLog\",\"outputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"uint256\",\"name\":\"index\",\"type\":\"uint256\"}],\"name\":\"logAt\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"count\",\"type\":\"uint64\"},{\"internalType\":\"bool\",\"name\":\"frozen\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"created\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"tenure\",\"type\":\"uint16\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"key\",\"type\":\"bytes32\"}],\"internalType\":\"structAnchors.Log\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[],\"name\":\"logCount\",\"outputs\":[{\"internalType\":\"uint256\",\"name\":\"\",\"type\":\"uint256\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"}],\"name\":\"logOf\",\"outputs\":[{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"anchored\",\"type\":\"uint64\"},{\"internalType\":\"uint64\",\"name\":\"count\",\"type\":\"uint64\"},{\"internalType\":\"bool\",\"name\":\"frozen\",\"type\":\"bool\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"address\",\"name\":\"signer\",\"type\":\"address\"},{\"internalType\":\"uint64\",\"name\":\"created\",\"type\":\"uint64\"},{\"internalType\":\"uint16\",\"name\":\"tenure\",\"type\":\"uint16\"},{\"internalType\":\"bytes32\",\"name\":\"domain\",\"type\":\"bytes32\"},{\"internalType\":\"string\",\"name\":\"origin\",\"type\":\"string\"},{\"internalType\":\"bytes32\",\"name\":\"key\",\"type\":\"bytes32\"}],\"internalType\":\"structAnchors.Log\",\"name\":\"\",\"type\":\"tuple\"}],\"stateMutability\":\"view\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"r\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"s\",\"type\":\"bytes32\"},{\"internalType\":\"uint8\",\"name\":\"v\",\"type\":\"uint8\"}],\"internalType\":\"structAnchors.Checkpoint\",\"name\":\"checkpoint\",\"type\":\"tuple\"}],\"name\":\"reportConflict\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"},{\"inputs\":[{\"internalType\":\"bytes32\",\"name\":\"id\",\"type\":\"bytes32\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"r\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"s\",\"type\":\"bytes32\"},{\"internalType\":\"uint8\",\"name\":\"v\",\"type\":\"uint8\"}],\"internalType\":\"structAnchors.Checkpoint\",\"name\":\"first\",\"type\":\"tuple\"},{\"components\":[{\"internalType\":\"uint64\",\"name\":\"size\",\"type\":\"uint64\"},{\"internalType\":\"bytes32\",\"name\":\"root\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"r\",\"type\":\"bytes32\"},{\"internalType\":\"bytes32\",\"name\":\"s\",\"type\":\"bytes32\"},{\"internalType\":\"uint8\",\"name\":\"v\",\"type\":\"uint8\"}],\"internalType\":\"structAnchors.Checkpoint\",\"name\":\"second\",\"type\":\"tuple\"}],\"name\":\"reportFork\",\"outputs\":[],\"stateMutability\":\"nonpayable\",\"type\":\"function\"}]",
	ID:  "Anchors",
	Bin: "0x60a034607457601f61195338819003918201601f19168301916001600160401b03831184841017607957808492602094604052833981010312607457516001600160a01b03811681036074576080526040516118c39081610090823960805181818161016a015281816104d30152610cea0152f35b600080fd5b634e487b7160e01b600052604160045260246000fdfe608080604052600436101561001357600080fd5b60003560e01c90816306433b1b14610ccc575080634810b7e714610cb05780635e5d164314610c9157806384c93acd14610c255780638761df8014610b175780638e55a616146109255780639d14766214610460578063a503898f14610442578063eed96158146100f85763f3d420a01461008d57600080fd5b346100f35760203660031901126100f3576004356100a9610eca565b506001548110156100df576100cf6100c36100db9261137e565b90549060031b1c610ffb565b60405191829182610d56565b0390f35b63082fed2360e31b60005260045260246000fd5b600080fd5b346100f35760803660031901126100f357600435610114610eb4565b906044356064356001600160401b0381116100f357366023820112156100f3578060040135906001600160401b0382116100f3573660248360051b830101116100f357610160846113af565b6001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001660038201549060405191632bfbdceb60e21b83526004830152604082602481845afa9182156103e257600090600093610409575b506001600160a01b03169081159283156103ee575b50821561034d575b50506103345780549260ff8460c01c1661031f576001600160401b038416906001600160401b03881697828910610302579061022391876024600187019701918754866114ec565b156102e557506fffffffffffffffff00000000000000004360401b16926001600160401b0384886fffffffffffffffffffffffffffffffff198416171760801c16936001600160401b0385146102cf5787869560016001600160401b0360801b910160801b16926001600160401b0360c01b1617171790555560405192835260208301527f7196d6002b555d592bc808cc522b6e167501be1b6185fd206cd187b7330acf7a60403393a3005b634e487b7160e01b600052601160045260246000fd5b869086636b4b162f60e11b60005260045260245260445260646000fd5b88838963f973422560e01b60005260045260245260445260646000fd5b8563c6d97d5360e01b60005260045260246000fd5b8463587abe4960e01b6000526004523360245260446000fd5b3382141592509082610363575b505087806101db565b6020919250604460405180948193633b528d3f60e01b835233600484015260248301525afa9081156103e2576000916103a0575b5015878061035a565b6020813d6020116103da575b816103b960209383610e41565b810103126103d657519081151582036103d3575087610397565b80fd5b5080fd5b3d91506103ac565b6040513d6000823e3d90fd5b90925061ffff80600286015460e01c169116141591896101d3565b6001600160a01b039350610435915060403d60401161043b575b61042d8183610e41565b810190611353565b926101be565b503d610423565b346100f35760003660031901126100f3576020600154604051908152f35b346100f35760603660031901126100f3576004356001600160401b0381116100f357366023820112156100f3578060040135906001600160401b0382116100f3576024810136602484840101116100f3576024356001600160a01b0381168091036100f357604435936001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016926040519263013eb6b760e51b8452336004850152604084602481885afa9384156103e2576000946108e3575b5083156108ce5780156108bd5786156108ac57821580156108a2575b6108915760005b838110156105af576000600160fd1b888301602401356001600160f81b031916908111801591906105a1575b8115610593575b506105845750600101610543565b631c2f59db60e01b8152600490fd5b602b60f81b1490508a610576565b607f60f81b8114915061056f565b5086866105bd368686610e7d565b6020815191012060405160208101918883526040820152604081526105e3606082610e41565b5190209586600052600060205260406000209760028901908154906001600160a01b03821661086a576040602491815192838092632bfbdceb60e21b82528860048301525afa80156103e2578791600091610849575b507fe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85560018d015561ffff60e01b9060e01b169161ffff60f01b16176001600160401b0360a01b4360a01b16171790556003880155600487019660009761069f8154610f1d565b601f81116107f7575b508689601f8211600114610784576005948b92610776575b50508760011b906000198960031b1c19161790555b01556001546801000000000000000081101561076257917fad996f79b0567250bf40e285ec6eb0b1d38a31f408c3c47ea0cee5277d23b8bc9160209661072285600189970160015561137e565b81929154915060031b9086821b91600019901b1916179055610757604051928392835260408984015233966040840191611332565b0390a3604051908152f35b634e487b7160e01b86526041600452602486fd5b602492500101358a806106c0565b828b5260208b208b959092509089601f1981165b8088106107d65760059750106107b9575b505050600187811b0190556106d5565b016024013560001960038a901b60f8161c191690558980806107a9565b838301602401358555602097880197600190950194909201918b9150610798565b878111156106a857818a5260208a20601f890160051c9060208a10610841575b81601f9101920160051c03908a5b8281106108335750506106a8565b6001908c8184015501610825565b8b9150610817565b610862915060403d60401161043b5761042d8183610e41565b90508c610639565b6040516306b0604b60e31b8152602060048201528061088d602482018c8c611332565b0390fd5b631c2f59db60e01b60005260046000fd5b5060ff831161053c565b630aebdafb60e01b60005260046000fd5b63d92e233d60e01b60005260046000fd5b63351c880f60e01b6000523360045260246000fd5b90936040823d60401161091d575b816108fe60409383610e41565b810103126103d3575080610913602092611323565b5001519287610520565b3d91506108f1565b346100f3576101603660031901126100f35760043560a03660231901126100f35760a03660c31901126100f35761095b816113af565b9081549160ff8360c01c16610b025761097261130d565b9260c435936001600160401b038516908186036100f3576001600160401b03168114801590610af5575b610ae0576109a98361141b565b60e43594602060006109dd6109ca89856109c560048b01610f57565b6110bf565b8360405192828480945193849201610d0e565b8101039060025afa156103e2576000516101443560ff811681036100f357610a0e91610124359161010435916117e5565b506004811015610aca571590811591610aaf575b50610a9457505060ff60c01b1916600160c01b1790557fc905825c87460384a385e29bdc56cbe43c43d066c9ff2d72032002f397bbe4b6610a8f610a6461130d565b604080516001600160401b039092168252604435602083015281019490945233939081906060820190565b0390a3005b85925050633a6f310f60e11b60005260045260245260446000fd5b90506001600160a01b03806002870154169116141587610a22565b634e487b7160e01b600052602160045260246000fd5b83637bcaad8160e11b60005260045260246000fd5b5060e4356044351461099c565b5063c6d97d5360e01b60005260045260246000fd5b346100f35760c03660031901126100f35760043560a03660231901126100f357610b40816113af565b90815460ff8160c01c16610b02576001600160401b038160801c16158015610c08575b8015610bf9575b610be457610b778361141b565b60ff60c01b1916600160c01b1782557fc905825c87460384a385e29bdc56cbe43c43d066c9ff2d72032002f397bbe4b6610a8f6001610bb461130d565b94015493604051918291339660443591846040919493926001600160401b03606083019616825260208201520152565b50637bcaad8160e11b60005260045260246000fd5b50600183015460443514610b6a565b50610c1161130d565b6001600160401b0380831691161415610b63565b346100f35760603660031901126100f3576004356001600160401b0381116100f357366023820112156100f357610c7d610c6c6100db923690602481600401359101610e7d565b610c74610eb4565b604435916110bf565b604051918291602083526020830190610d31565b346100f35760203660031901126100f3576100db6100cf600435610ffb565b346100f35760003660031901126100f357602060405160ff8152f35b346100f35760003660031901126100f3576020906001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000168152f35b60005b838110610d215750506000910152565b8181015183820152602001610d11565b90602091610d4a81518092818552858086019101610d0e565b601f01601f1916010190565b602081526001600160401b0382511660208201526001600160401b0360208301511660408201526001600160401b036040830151166060820152606082015115156080820152608082015160a08201526001600160a01b0360a08301511660c08201526001600160401b0360c08301511660e082015261ffff60e083015116610100820152610100820151610120820152610160610140610e066101208501518383860152610180850190610d31565b93015191015290565b61016081019081106001600160401b03821117610e2b57604052565b634e487b7160e01b600052604160045260246000fd5b90601f801991011681019081106001600160401b03821117610e2b57604052565b6001600160401b038111610e2b57601f01601f191660200190565b929192610e8982610e62565b91610e976040519384610e41565b8294818452818301116100f3578281602093846000960137010152565b602435906001600160401b03821682036100f357565b60405190610ed782610e0f565b6000610140838281528260208201528260408201528260608201528260808201528260a08201528260c08201528260e08201528261010082015260606101208201520152565b90600182811c92168015610f4d575b6020831014610f3757565b634e487b7160e01b600052602260045260246000fd5b91607f1691610f2c565b9060405191826000825492610f6b84610f1d565b8084529360018116908115610fd95750600114610f92575b50610f9092500383610e41565b565b90506000929192526020600020906000915b818310610fbd575050906020610f909282010138610f83565b6020919350806001915483858901015201910190918492610fa4565b905060209250610f9094915060ff191682840152151560051b82010138610f83565b61100d90611007610eca565b506113af565b60056040519161101c83610e0f565b60ff81546001600160401b03811685526001600160401b038160401c1660208601526001600160401b038160801c16604086015260c01c16151560608401526001810154608084015261ffff60028201546001600160a01b03811660a08601526001600160401b038160a01c1660c086015260e01c1660e084015260038101546101008401526110ae60048201610f57565b610120840152015461014082015290565b600092916001600160401b03168072184f03e93ff9f4daa797ed6e38ed64bf6a1f0160401b8110156112ea575b806d04ee2d6d415b85acef8100000000600a9210156112cf575b662386f26fc100008110156112bb575b6305f5e1008110156112aa575b61271081101561129b575b606481101561128d575b1015611282575b600a602161114f600187016113e9565b958601015b60001901916f181899199a1a9b1b9c1cb0b131b232b360811b8282061a83530490811561118357600a90611154565b5050600180918161120d61127f95604051906020820152602081526111a9604082610e41565b604051906111b8606083610e41565b604082527f4142434445464748494a4b4c4d4e4f505152535455565758595a61626364656660208301527f6768696a6b6c6d6e6f707172737475767778797a303132333435363738392b2f60408301526116e9565b602060405197846112278a9651809285808a019101610d0e565b8501600560f91b838201526112458251809385602185019101610d0e565b0101600560f91b83820152611264825180936020600285019101610d0e565b0101600560f91b838201520301601e19810184520182610e41565b90565b60019093019261113f565b606460029104950194611138565b6127106004910495019461112e565b6305f5e10060089104950194611123565b662386f26fc1000060109104950194611116565b6d04ee2d6d415b85acef810000000060209104950194611106565b506040935072184f03e93ff9f4daa797ed6e38ed64bf6a1f0160401b81046110ec565b6024356001600160401b03811681036100f35790565b519061ffff821682036100f357565b908060209392818452848401376000828201840152601f01601f1916010190565b91908260409103126100f35781516001600160a01b03811681036100f357602061127f919301611323565b60015481101561139957600160005260206000200190600090565b634e487b7160e01b600052603260045260246000fd5b908160005260006020526040600020916001600160a01b03600284015416156113d55750565b633d199f1160e01b60005260045260246000fd5b906113f382610e62565b6114006040519182610e41565b8281528092611411601f1991610e62565b0190602036910137565b6024356001600160401b038116908181036100f357604435926020600061144c6109ca87866109c560048801610f57565b8101039060025afa156103e25760005160a43560ff811681036100f35761147a9160843591606435916117e5565b506004811015610aca5715918215926114b1575b505061149957505050565b50633a6f310f60e11b60005260045260245260446000fd5b600201546001600160a01b03918216911614159050388061148e565b6001600160401b03600019911601906001600160401b0382116102cf57565b949291949390936001600160401b0381166001600160401b03871681811080156116df575b6116d257801561169857811561168c571461167c576115426001600160401b0361153b81936114cd565b16966114cd565b16955b60018087161461166d5784926000958761164d575b9392919083989796985b868a1015611621578815611612578960051b840135946001808a16148015611609575b156115ef579061159e6115a492879b9a989b61186e565b9561186e565b945b6001811615806115e6575b156115c35760011c9660011c966115a6565b6001909891929394959697985b811c98811c990198979695949392919094611564565b508015156115b1565b95919293946116039060019299989961186e565b966115d0565b50898914611587565b50509650505050505050600090565b9550955096505093159384611643575b50508261163d57505090565b14919050565b1492503880611631565b959093508415611663575081359260019561155a565b9650945050505050565b959460011c9460011c95611545565b5050925015918261163d57505090565b50505050509150501590565b50505050925090501590816116ab575090565b7fe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85591501490565b5050505050505050600090565b5060418611611511565b9190918051156117cd578051600281018091116102cf5760039004600281901b906001600160fe1b038116036102cf57611722906113e9565b9060208201908081518201956020870190815192600083525b88811061177f575050600393949596505251068060011461176c57600214611761575090565b603d90600019015390565b50603d9081600019820153600119015390565b600360049199969901986001603f8b5182828260121c16870101518453828282600c1c16870101518385015382828260061c168701015160028501531684010151600382015301949761173b565b5090506040516117de602082610e41565b6000815290565b91907f7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a08411611862579160209360809260ff60009560405194855216868401526040830152606082015282805260015afa156103e2576000516001600160a01b038116156118565790600090600090565b50600090600190600090565b50505060009160039190565b6118b06000916020936040519085820192600160f81b8452602183015260418201526041815261189f606182610e41565b604051928392839251928391610d0e565b8101039060025afa156103e2576000519056",
}

// Anchors is an auto generated Go binding around an Ethereum contract.
type Anchors struct {
	abi abi.ABI
}

// GetABI returns the ABI associated with this contract binding.
func (c *Anchors) GetABI() abi.ABI {
	return c.abi
}

// NewAnchors creates a new instance of Anchors.
func NewAnchors() *Anchors {
	parsed, err := AnchorsMetaData.ParseABI()
	if err != nil {
		panic(errors.New("invalid ABI: " + err.Error()))
	}
	return &Anchors{abi: *parsed}
}

// Instance creates a wrapper for a deployed contract instance at the given address.
// Use this to create the instance object passed to abigen v2 library functions Call, Transact, etc.
func (c *Anchors) Instance(backend bind.ContractBackend, addr common.Address) *bind.BoundContract {
	return bind.NewBoundContract(addr, c.abi, backend, backend, backend)
}

// PackConstructor is the Go binding used to pack the parameters required for
// contract deployment.
//
// Solidity: constructor(address registry) returns()
func (anchors *Anchors) PackConstructor(registry common.Address) []byte {
	enc, err := anchors.abi.Pack("", registry)
	if err != nil {
		panic(err)
	}
	return enc
}

// PackMAXORIGIN is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4810b7e7.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function MAX_ORIGIN() view returns(uint256)
func (anchors *Anchors) PackMAXORIGIN() []byte {
	enc, err := anchors.abi.Pack("MAX_ORIGIN")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackMAXORIGIN is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x4810b7e7.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function MAX_ORIGIN() view returns(uint256)
func (anchors *Anchors) TryPackMAXORIGIN() ([]byte, error) {
	return anchors.abi.Pack("MAX_ORIGIN")
}

// UnpackMAXORIGIN is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x4810b7e7.
//
// Solidity: function MAX_ORIGIN() view returns(uint256)
func (anchors *Anchors) UnpackMAXORIGIN(data []byte) (*big.Int, error) {
	out, err := anchors.abi.Unpack("MAX_ORIGIN", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackREGISTRY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06433b1b.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function REGISTRY() view returns(address)
func (anchors *Anchors) PackREGISTRY() []byte {
	enc, err := anchors.abi.Pack("REGISTRY")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackREGISTRY is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x06433b1b.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function REGISTRY() view returns(address)
func (anchors *Anchors) TryPackREGISTRY() ([]byte, error) {
	return anchors.abi.Pack("REGISTRY")
}

// UnpackREGISTRY is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x06433b1b.
//
// Solidity: function REGISTRY() view returns(address)
func (anchors *Anchors) UnpackREGISTRY(data []byte) (common.Address, error) {
	out, err := anchors.abi.Unpack("REGISTRY", data)
	if err != nil {
		return *new(common.Address), err
	}
	out0 := *abi.ConvertType(out[0], new(common.Address)).(*common.Address)
	return out0, nil
}

// PackAnchor is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeed96158.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function anchor(bytes32 id, uint64 size, bytes32 root, bytes32[] proof) returns()
func (anchors *Anchors) PackAnchor(id [32]byte, size uint64, root [32]byte, proof [][32]byte) []byte {
	enc, err := anchors.abi.Pack("anchor", id, size, root, proof)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackAnchor is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xeed96158.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function anchor(bytes32 id, uint64 size, bytes32 root, bytes32[] proof) returns()
func (anchors *Anchors) TryPackAnchor(id [32]byte, size uint64, root [32]byte, proof [][32]byte) ([]byte, error) {
	return anchors.abi.Pack("anchor", id, size, root, proof)
}

// PackCheckpointText is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84c93acd.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function checkpointText(string origin, uint64 size, bytes32 root) pure returns(string)
func (anchors *Anchors) PackCheckpointText(origin string, size uint64, root [32]byte) []byte {
	enc, err := anchors.abi.Pack("checkpointText", origin, size, root)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCheckpointText is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x84c93acd.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function checkpointText(string origin, uint64 size, bytes32 root) pure returns(string)
func (anchors *Anchors) TryPackCheckpointText(origin string, size uint64, root [32]byte) ([]byte, error) {
	return anchors.abi.Pack("checkpointText", origin, size, root)
}

// UnpackCheckpointText is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x84c93acd.
//
// Solidity: function checkpointText(string origin, uint64 size, bytes32 root) pure returns(string)
func (anchors *Anchors) UnpackCheckpointText(data []byte) (string, error) {
	out, err := anchors.abi.Unpack("checkpointText", data)
	if err != nil {
		return *new(string), err
	}
	out0 := *abi.ConvertType(out[0], new(string)).(*string)
	return out0, nil
}

// PackCreateLog is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9d147662.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function createLog(string origin, address signer, bytes32 key) returns(bytes32 id)
func (anchors *Anchors) PackCreateLog(origin string, signer common.Address, key [32]byte) []byte {
	enc, err := anchors.abi.Pack("createLog", origin, signer, key)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackCreateLog is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x9d147662.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function createLog(string origin, address signer, bytes32 key) returns(bytes32 id)
func (anchors *Anchors) TryPackCreateLog(origin string, signer common.Address, key [32]byte) ([]byte, error) {
	return anchors.abi.Pack("createLog", origin, signer, key)
}

// UnpackCreateLog is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x9d147662.
//
// Solidity: function createLog(string origin, address signer, bytes32 key) returns(bytes32 id)
func (anchors *Anchors) UnpackCreateLog(data []byte) ([32]byte, error) {
	out, err := anchors.abi.Unpack("createLog", data)
	if err != nil {
		return *new([32]byte), err
	}
	out0 := *abi.ConvertType(out[0], new([32]byte)).(*[32]byte)
	return out0, nil
}

// PackLogAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf3d420a0.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function logAt(uint256 index) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint16,bytes32,string,bytes32))
func (anchors *Anchors) PackLogAt(index *big.Int) []byte {
	enc, err := anchors.abi.Pack("logAt", index)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLogAt is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xf3d420a0.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function logAt(uint256 index) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint16,bytes32,string,bytes32))
func (anchors *Anchors) TryPackLogAt(index *big.Int) ([]byte, error) {
	return anchors.abi.Pack("logAt", index)
}

// UnpackLogAt is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xf3d420a0.
//
// Solidity: function logAt(uint256 index) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint16,bytes32,string,bytes32))
func (anchors *Anchors) UnpackLogAt(data []byte) (AnchorsLog, error) {
	out, err := anchors.abi.Unpack("logAt", data)
	if err != nil {
		return *new(AnchorsLog), err
	}
	out0 := *abi.ConvertType(out[0], new(AnchorsLog)).(*AnchorsLog)
	return out0, nil
}

// PackLogCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa503898f.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function logCount() view returns(uint256)
func (anchors *Anchors) PackLogCount() []byte {
	enc, err := anchors.abi.Pack("logCount")
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLogCount is the Go binding used to pack the parameters required for calling
// the contract method with ID 0xa503898f.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function logCount() view returns(uint256)
func (anchors *Anchors) TryPackLogCount() ([]byte, error) {
	return anchors.abi.Pack("logCount")
}

// UnpackLogCount is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0xa503898f.
//
// Solidity: function logCount() view returns(uint256)
func (anchors *Anchors) UnpackLogCount(data []byte) (*big.Int, error) {
	out, err := anchors.abi.Unpack("logCount", data)
	if err != nil {
		return new(big.Int), err
	}
	out0 := abi.ConvertType(out[0], new(big.Int)).(*big.Int)
	return out0, nil
}

// PackLogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5e5d1643.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function logOf(bytes32 id) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint16,bytes32,string,bytes32))
func (anchors *Anchors) PackLogOf(id [32]byte) []byte {
	enc, err := anchors.abi.Pack("logOf", id)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackLogOf is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x5e5d1643.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function logOf(bytes32 id) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint16,bytes32,string,bytes32))
func (anchors *Anchors) TryPackLogOf(id [32]byte) ([]byte, error) {
	return anchors.abi.Pack("logOf", id)
}

// UnpackLogOf is the Go binding that unpacks the parameters returned
// from invoking the contract method with ID 0x5e5d1643.
//
// Solidity: function logOf(bytes32 id) view returns((uint64,uint64,uint64,bool,bytes32,address,uint64,uint16,bytes32,string,bytes32))
func (anchors *Anchors) UnpackLogOf(data []byte) (AnchorsLog, error) {
	out, err := anchors.abi.Unpack("logOf", data)
	if err != nil {
		return *new(AnchorsLog), err
	}
	out0 := *abi.ConvertType(out[0], new(AnchorsLog)).(*AnchorsLog)
	return out0, nil
}

// PackReportConflict is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8761df80.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function reportConflict(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) checkpoint) returns()
func (anchors *Anchors) PackReportConflict(id [32]byte, checkpoint AnchorsCheckpoint) []byte {
	enc, err := anchors.abi.Pack("reportConflict", id, checkpoint)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReportConflict is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8761df80.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function reportConflict(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) checkpoint) returns()
func (anchors *Anchors) TryPackReportConflict(id [32]byte, checkpoint AnchorsCheckpoint) ([]byte, error) {
	return anchors.abi.Pack("reportConflict", id, checkpoint)
}

// PackReportFork is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e55a616.  This method will panic if any
// invalid/nil inputs are passed.
//
// Solidity: function reportFork(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) first, (uint64,bytes32,bytes32,bytes32,uint8) second) returns()
func (anchors *Anchors) PackReportFork(id [32]byte, first AnchorsCheckpoint, second AnchorsCheckpoint) []byte {
	enc, err := anchors.abi.Pack("reportFork", id, first, second)
	if err != nil {
		panic(err)
	}
	return enc
}

// TryPackReportFork is the Go binding used to pack the parameters required for calling
// the contract method with ID 0x8e55a616.  This method will return an error
// if any inputs are invalid/nil.
//
// Solidity: function reportFork(bytes32 id, (uint64,bytes32,bytes32,bytes32,uint8) first, (uint64,bytes32,bytes32,bytes32,uint8) second) returns()
func (anchors *Anchors) TryPackReportFork(id [32]byte, first AnchorsCheckpoint, second AnchorsCheckpoint) ([]byte, error) {
	return anchors.abi.Pack("reportFork", id, first, second)
}

// AnchorsAnchored represents a Anchored event raised by the Anchors contract.
type AnchorsAnchored struct {
	Id   [32]byte
	Size uint64
	Root [32]byte
	By   common.Address
	Raw  *types.Log // Blockchain specific contextual infos
}

const AnchorsAnchoredEventName = "Anchored"

// ContractEventName returns the user-defined event name.
func (AnchorsAnchored) ContractEventName() string {
	return AnchorsAnchoredEventName
}

// UnpackAnchoredEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event Anchored(bytes32 indexed id, uint64 size, bytes32 root, address indexed by)
func (anchors *Anchors) UnpackAnchoredEvent(log *types.Log) (*AnchorsAnchored, error) {
	event := "Anchored"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != anchors.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(AnchorsAnchored)
	if len(log.Data) > 0 {
		if err := anchors.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range anchors.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// AnchorsForkReported represents a ForkReported event raised by the Anchors contract.
type AnchorsForkReported struct {
	Id     [32]byte
	Size   uint64
	First  [32]byte
	Second [32]byte
	By     common.Address
	Raw    *types.Log // Blockchain specific contextual infos
}

const AnchorsForkReportedEventName = "ForkReported"

// ContractEventName returns the user-defined event name.
func (AnchorsForkReported) ContractEventName() string {
	return AnchorsForkReportedEventName
}

// UnpackForkReportedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event ForkReported(bytes32 indexed id, uint64 size, bytes32 first, bytes32 second, address indexed by)
func (anchors *Anchors) UnpackForkReportedEvent(log *types.Log) (*AnchorsForkReported, error) {
	event := "ForkReported"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != anchors.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(AnchorsForkReported)
	if len(log.Data) > 0 {
		if err := anchors.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range anchors.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// AnchorsLogCreated represents a LogCreated event raised by the Anchors contract.
type AnchorsLogCreated struct {
	Id     [32]byte
	By     common.Address
	Signer common.Address
	Origin string
	Raw    *types.Log // Blockchain specific contextual infos
}

const AnchorsLogCreatedEventName = "LogCreated"

// ContractEventName returns the user-defined event name.
func (AnchorsLogCreated) ContractEventName() string {
	return AnchorsLogCreatedEventName
}

// UnpackLogCreatedEvent is the Go binding that unpacks the event data emitted
// by contract.
//
// Solidity: event LogCreated(bytes32 indexed id, address indexed by, address signer, string origin)
func (anchors *Anchors) UnpackLogCreatedEvent(log *types.Log) (*AnchorsLogCreated, error) {
	event := "LogCreated"
	if len(log.Topics) == 0 {
		return nil, bind.ErrNoEventSignature
	}
	if log.Topics[0] != anchors.abi.Events[event].ID {
		return nil, bind.ErrEventSignatureMismatch
	}
	out := new(AnchorsLogCreated)
	if len(log.Data) > 0 {
		if err := anchors.abi.UnpackIntoInterface(out, event, log.Data); err != nil {
			return nil, err
		}
	}
	var indexed abi.Arguments
	for _, arg := range anchors.abi.Events[event].Inputs {
		if arg.Indexed {
			indexed = append(indexed, arg)
		}
	}
	if err := abi.ParseTopics(out, indexed, log.Topics[1:]); err != nil {
		return nil, err
	}
	out.Raw = log
	return out, nil
}

// UnpackError attempts to decode the provided error data using user-defined
// error definitions.
func (anchors *Anchors) UnpackError(raw []byte) (any, error) {
	if bytes.Equal(raw[:4], anchors.abi.Errors["BadOrigin"].ID.Bytes()[:4]) {
		return anchors.UnpackBadOriginError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["BadSignature"].ID.Bytes()[:4]) {
		return anchors.UnpackBadSignatureError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["LogExists"].ID.Bytes()[:4]) {
		return anchors.UnpackLogExistsError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["LogFrozen"].ID.Bytes()[:4]) {
		return anchors.UnpackLogFrozenError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["MayNotAnchor"].ID.Bytes()[:4]) {
		return anchors.UnpackMayNotAnchorError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NoFork"].ID.Bytes()[:4]) {
		return anchors.UnpackNoForkError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NoLogKey"].ID.Bytes()[:4]) {
		return anchors.UnpackNoLogKeyError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NoSuchIndex"].ID.Bytes()[:4]) {
		return anchors.UnpackNoSuchIndexError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NotAnOwner"].ID.Bytes()[:4]) {
		return anchors.UnpackNotAnOwnerError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["NotConsistent"].ID.Bytes()[:4]) {
		return anchors.UnpackNotConsistentError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["Shrinks"].ID.Bytes()[:4]) {
		return anchors.UnpackShrinksError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["UnknownLog"].ID.Bytes()[:4]) {
		return anchors.UnpackUnknownLogError(raw[4:])
	}
	if bytes.Equal(raw[:4], anchors.abi.Errors["ZeroAddress"].ID.Bytes()[:4]) {
		return anchors.UnpackZeroAddressError(raw[4:])
	}
	return nil, errors.New("Unknown error")
}

// AnchorsBadOrigin represents a BadOrigin error raised by the Anchors contract.
type AnchorsBadOrigin struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadOrigin()
func AnchorsBadOriginErrorID() common.Hash {
	return common.HexToHash("0x1c2f59db3e3c7b408ff70c167dee512f7b6cd4ff1f42737d073b75c1e5da7119")
}

// UnpackBadOriginError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadOrigin()
func (anchors *Anchors) UnpackBadOriginError(raw []byte) (*AnchorsBadOrigin, error) {
	out := new(AnchorsBadOrigin)
	if err := anchors.abi.UnpackIntoInterface(out, "BadOrigin", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsBadSignature represents a BadSignature error raised by the Anchors contract.
type AnchorsBadSignature struct {
	Size uint64
	Root [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error BadSignature(uint64 size, bytes32 root)
func AnchorsBadSignatureErrorID() common.Hash {
	return common.HexToHash("0x74de621e5d174a7ac3b12eae1156be74eae3718a605d6648ebb63266871a8dbc")
}

// UnpackBadSignatureError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error BadSignature(uint64 size, bytes32 root)
func (anchors *Anchors) UnpackBadSignatureError(raw []byte) (*AnchorsBadSignature, error) {
	out := new(AnchorsBadSignature)
	if err := anchors.abi.UnpackIntoInterface(out, "BadSignature", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsLogExists represents a LogExists error raised by the Anchors contract.
type AnchorsLogExists struct {
	Origin string
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LogExists(string origin)
func AnchorsLogExistsErrorID() common.Hash {
	return common.HexToHash("0x35830258dd5a3b32cd9f4f24eb596827806420547693390c2ba250f5cc3b233a")
}

// UnpackLogExistsError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LogExists(string origin)
func (anchors *Anchors) UnpackLogExistsError(raw []byte) (*AnchorsLogExists, error) {
	out := new(AnchorsLogExists)
	if err := anchors.abi.UnpackIntoInterface(out, "LogExists", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsLogFrozen represents a LogFrozen error raised by the Anchors contract.
type AnchorsLogFrozen struct {
	Id [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error LogFrozen(bytes32 id)
func AnchorsLogFrozenErrorID() common.Hash {
	return common.HexToHash("0xc6d97d5380b8afcf1e9b25c4f36a816b014f3a623c83afd91ef5ba991b021729")
}

// UnpackLogFrozenError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error LogFrozen(bytes32 id)
func (anchors *Anchors) UnpackLogFrozenError(raw []byte) (*AnchorsLogFrozen, error) {
	out := new(AnchorsLogFrozen)
	if err := anchors.abi.UnpackIntoInterface(out, "LogFrozen", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsMayNotAnchor represents a MayNotAnchor error raised by the Anchors contract.
type AnchorsMayNotAnchor struct {
	Id      [32]byte
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error MayNotAnchor(bytes32 id, address account)
func AnchorsMayNotAnchorErrorID() common.Hash {
	return common.HexToHash("0x587abe49ffcdbfa5e71c8913d379ce737b28380862351804ffc2489ccb17a654")
}

// UnpackMayNotAnchorError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error MayNotAnchor(bytes32 id, address account)
func (anchors *Anchors) UnpackMayNotAnchorError(raw []byte) (*AnchorsMayNotAnchor, error) {
	out := new(AnchorsMayNotAnchor)
	if err := anchors.abi.UnpackIntoInterface(out, "MayNotAnchor", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNoFork represents a NoFork error raised by the Anchors contract.
type AnchorsNoFork struct {
	Id [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoFork(bytes32 id)
func AnchorsNoForkErrorID() common.Hash {
	return common.HexToHash("0xf7955b02b874b511f330eaf88a1bd890968f112e8ed7f816d97266e842b645c8")
}

// UnpackNoForkError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoFork(bytes32 id)
func (anchors *Anchors) UnpackNoForkError(raw []byte) (*AnchorsNoFork, error) {
	out := new(AnchorsNoFork)
	if err := anchors.abi.UnpackIntoInterface(out, "NoFork", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNoLogKey represents a NoLogKey error raised by the Anchors contract.
type AnchorsNoLogKey struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoLogKey()
func AnchorsNoLogKeyErrorID() common.Hash {
	return common.HexToHash("0x0aebdafbb70322822785645c001c6ece233eb127470cfabad5d212d77fb85f1d")
}

// UnpackNoLogKeyError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoLogKey()
func (anchors *Anchors) UnpackNoLogKeyError(raw []byte) (*AnchorsNoLogKey, error) {
	out := new(AnchorsNoLogKey)
	if err := anchors.abi.UnpackIntoInterface(out, "NoLogKey", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNoSuchIndex represents a NoSuchIndex error raised by the Anchors contract.
type AnchorsNoSuchIndex struct {
	Index *big.Int
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NoSuchIndex(uint256 index)
func AnchorsNoSuchIndexErrorID() common.Hash {
	return common.HexToHash("0x417f69182f47a45ce9ba1e2c2a8ea8e6b917df8cdaabf55aefed865b05f6b34c")
}

// UnpackNoSuchIndexError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NoSuchIndex(uint256 index)
func (anchors *Anchors) UnpackNoSuchIndexError(raw []byte) (*AnchorsNoSuchIndex, error) {
	out := new(AnchorsNoSuchIndex)
	if err := anchors.abi.UnpackIntoInterface(out, "NoSuchIndex", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNotAnOwner represents a NotAnOwner error raised by the Anchors contract.
type AnchorsNotAnOwner struct {
	Account common.Address
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotAnOwner(address account)
func AnchorsNotAnOwnerErrorID() common.Hash {
	return common.HexToHash("0x351c880f97b5c9fe8a78843b2620da6200784fced5facc1080bec2fc770491c5")
}

// UnpackNotAnOwnerError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotAnOwner(address account)
func (anchors *Anchors) UnpackNotAnOwnerError(raw []byte) (*AnchorsNotAnOwner, error) {
	out := new(AnchorsNotAnOwner)
	if err := anchors.abi.UnpackIntoInterface(out, "NotAnOwner", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsNotConsistent represents a NotConsistent error raised by the Anchors contract.
type AnchorsNotConsistent struct {
	Id       [32]byte
	Anchored uint64
	Size     uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error NotConsistent(bytes32 id, uint64 anchored, uint64 size)
func AnchorsNotConsistentErrorID() common.Hash {
	return common.HexToHash("0xd6962c5e0b036ecf1f545a8ea66be3cdd4cbb689bb9db9a0672556d4b8927117")
}

// UnpackNotConsistentError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error NotConsistent(bytes32 id, uint64 anchored, uint64 size)
func (anchors *Anchors) UnpackNotConsistentError(raw []byte) (*AnchorsNotConsistent, error) {
	out := new(AnchorsNotConsistent)
	if err := anchors.abi.UnpackIntoInterface(out, "NotConsistent", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsShrinks represents a Shrinks error raised by the Anchors contract.
type AnchorsShrinks struct {
	Id       [32]byte
	Anchored uint64
	Size     uint64
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error Shrinks(bytes32 id, uint64 anchored, uint64 size)
func AnchorsShrinksErrorID() common.Hash {
	return common.HexToHash("0xf973422523fc1814fdba7e698f484f9604181a56be377bcd3ddcde1cae9fdc34")
}

// UnpackShrinksError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error Shrinks(bytes32 id, uint64 anchored, uint64 size)
func (anchors *Anchors) UnpackShrinksError(raw []byte) (*AnchorsShrinks, error) {
	out := new(AnchorsShrinks)
	if err := anchors.abi.UnpackIntoInterface(out, "Shrinks", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsUnknownLog represents a UnknownLog error raised by the Anchors contract.
type AnchorsUnknownLog struct {
	Id [32]byte
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error UnknownLog(bytes32 id)
func AnchorsUnknownLogErrorID() common.Hash {
	return common.HexToHash("0x3d199f1183868c6135e73df22cf71d9abe1d6ec1dd78ff8f6752e68a15553c40")
}

// UnpackUnknownLogError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error UnknownLog(bytes32 id)
func (anchors *Anchors) UnpackUnknownLogError(raw []byte) (*AnchorsUnknownLog, error) {
	out := new(AnchorsUnknownLog)
	if err := anchors.abi.UnpackIntoInterface(out, "UnknownLog", raw); err != nil {
		return nil, err
	}
	return out, nil
}

// AnchorsZeroAddress represents a ZeroAddress error raised by the Anchors contract.
type AnchorsZeroAddress struct {
}

// ErrorID returns the hash of canonical representation of the error's signature.
//
// Solidity: error ZeroAddress()
func AnchorsZeroAddressErrorID() common.Hash {
	return common.HexToHash("0xd92e233df2717d4a40030e20904abd27b68fcbeede117eaaccbbdac9618c8c73")
}

// UnpackZeroAddressError is the Go binding used to decode the provided
// error data into the corresponding Go error struct.
//
// Solidity: error ZeroAddress()
func (anchors *Anchors) UnpackZeroAddressError(raw []byte) (*AnchorsZeroAddress, error) {
	out := new(AnchorsZeroAddress)
	if err := anchors.abi.UnpackIntoInterface(out, "ZeroAddress", raw); err != nil {
		return nil, err
	}
	return out, nil
}
